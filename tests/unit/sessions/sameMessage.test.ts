import { describe, expect, it } from 'vitest';
import { isSameMessage } from '../../../electron/sessions/sameMessage';
import type { ContentBlock, Message } from '../../../shared/session/session';

const message = (role: Message['role'], ...content: readonly ContentBlock[]): Message => ({
  id: `msg_${content.length}`,
  sessionId: 'ses_1',
  parentId: null,
  depth: 1,
  role,
  content,
  createdAt: '2026-01-01T00:00:00.000Z',
});

const call = (id: string, path: string): ContentBlock => ({ type: 'tool_use', id, name: 'read', input: { path } });

describe('two messages say the same', () => {
  it.each([
    ['calls that only have other ids', message('assistant', call('t1', 'a')), message('assistant', call('t2', 'a')), true],
    [
      'thoughts that differ',
      message('assistant', { type: 'thinking', thinking: 'Hm', signature: 's1' }, { type: 'text', text: 'Yes' }),
      message('assistant', { type: 'text', text: 'Yes' }),
      true,
    ],
    ['calls of something else', message('assistant', call('t1', 'a')), message('assistant', call('t1', 'b')), false],
    ['other people', message('user', { type: 'text', text: 'Yes' }), message('assistant', { type: 'text', text: 'Yes' }), false],
    [
      'other images',
      message('user', { type: 'image', source: { type: 'base64', data: 'AA' } }),
      message('user', { type: 'image', source: { type: 'base64', data: 'BB' } }),
      false,
    ],
  ])('%s', (_, one, other, isSame) => expect(isSameMessage(one, other)).toBe(isSame));
});
