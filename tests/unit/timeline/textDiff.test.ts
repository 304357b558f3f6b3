import { describe, expect, it } from 'vitest';
import { comparedText } from '../../../renderer/features/timeline/comparedText';
import { patchLines } from '../../../renderer/features/timeline/patchLines';
import { textDiff } from '../../../renderer/features/timeline/textDiff';
import type { ContentBlock, Message } from '../../../shared/session/session';
import { message as storedMessage } from '../../support/sessions';

const shown = (left: string, right: string) => textDiff(left, right).map(({ kind, text }) => `${SIGN[kind]}${text}`);
const SIGN = { same: ' ', added: '+', removed: '-', gap: '~' } as const;
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`).join('\n');

describe('the difference of two texts', () => {
  it('is nothing where they are the same', () => {
    expect(shown('a\nb', 'a\nb')).toEqual([]);
  });

  it('shows what goes and what comes', () => {
    expect(shown('a\nb', 'a\nc')).toEqual([' a', '-b', '+c']);
    expect(shown('', 'a')).toEqual(['+a']);
    expect(shown('a', '')).toEqual(['-a']);
  });

  it('leaves out what is the same far from any difference', () => {
    expect(shown(`${lines(1, 9)}\nold`, `${lines(1, 9)}\nnew`)).toEqual([
      '~6 lines the same',
      ' line 7',
      ' line 8',
      ' line 9',
      '-old',
      '+new',
    ]);
  });

  it('gives up looking for what long texts without anything in common share', () => {
    const text = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}`).join('\n');
    expect(textDiff(text('left'), text('right'))).toHaveLength(40_000);
  });
});

describe('a conversation as text to compare', () => {
  const message = (role: Message['role'], ...content: readonly ContentBlock[]) => storedMessage('msg_1', role, ...content);

  it('says who spoke, what was called and what came back', () => {
    const text = comparedText([
      message('user', { type: 'text', text: 'Look' }),
      message('assistant', { type: 'tool_use', id: 't1', name: 'read', input: { path: 'a.ts' } }),
      message('user', { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'const a' }] }),
      message('assistant', { type: 'text', text: 'It is a.' }),
    ]);
    expect(text).toBe('▸ Prompt\nLook\n\n▸ Answer\n→ read {"path":"a.ts"}\n\n← const a\n\n▸ Answer\nIt is a.');
  });
});

describe('the hunks of a patch', () => {
  it('are lines of what goes, comes and stays', () => {
    expect(patchLines('@@ -1,2 +1,2 @@\n same\n-old\n+new\n').map(({ kind, text }) => [kind, text])).toEqual([
      ['gap', '@@ -1,2 +1,2 @@'],
      ['same', 'same'],
      ['removed', 'old'],
      ['added', 'new'],
    ]);
  });
});
