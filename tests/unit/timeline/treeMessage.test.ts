import { describe, expect, it } from 'vitest';
import type { ContentBlock, Message } from '../../../shared/session/session';
import { treeMessage } from '../../../shared/session/treeMessage';

const text = (words: string): ContentBlock => ({ type: 'text', text: words });

function lineOf(role: Message['role'], ...content: readonly ContentBlock[]): string {
  return treeMessage({ id: 'msg_1', sessionId: 'ses_1', parentId: null, depth: 1, role, content, createdAt: '2026-01-01T00:00:00.000Z' })
    .line;
}

describe('the line that stands for a message', () => {
  it.each([
    ['## The **port** of `api.ts`\n\nIt is 8080.', 'The port of api.ts'],
    ['- one\n- two', 'one'],
    ['```ts\nconst a = 1;\n```', 'const a = 1;'],
    ['\n\n  2 * 3 is 6', '2 * 3 is 6'],
    ['__proto__ is a name', '__proto__ is a name'],
  ])('is that of an answer without the signs of markdown: %j', (words, line) => {
    expect(lineOf('assistant', text(words))).toBe(line);
  });

  it('is that of a prompt as it was typed', () => {
    expect(lineOf('user', text('# Look at `api.ts`\nand tell'))).toBe('# Look at `api.ts`');
  });

  it('names the tools where nothing was said', () => {
    expect(lineOf('assistant', { type: 'tool_use', id: 't1', name: 'read', input: {} })).toBe('→ read');
    expect(lineOf('user', { type: 'tool_result', tool_use_id: 't1', content: 'first\nsecond' })).toBe('← first');
  });

  it('is short, however long the message', () => {
    expect(lineOf('user', text('x'.repeat(10_000))).length).toBeLessThanOrEqual(120);
  });
});
