import { describe, expect, it } from 'vitest';
import { isSameMessage } from '../../../electron/sessions/sameMessage';
import type { ContentBlock, Message } from '../../../shared/session/session';
import { message as storedMessage } from '../../support/sessions';

const message = (role: Message['role'], ...content: readonly ContentBlock[]) => storedMessage(`msg_${content.length}`, role, ...content);

const call = (id: string, path: string): ContentBlock => ({ type: 'tool_use', id, name: 'read', input: { path } });

const answer = (id: string, content: string): ContentBlock => ({ type: 'tool_result', tool_use_id: id, content });

describe('two messages say the same', () => {
  it.each([
    ['calls that only have other ids', message('assistant', call('t1', 'a')), message('assistant', call('t2', 'a')), true],
    ['answers to calls that only have other ids', message('user', answer('t1', 'x')), message('user', answer('t2', 'x')), true],
    ['other answers', message('user', answer('t1', 'x')), message('user', answer('t1', 'y')), false],
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
