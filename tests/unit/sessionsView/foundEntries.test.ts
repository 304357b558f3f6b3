import { describe, expect, it } from 'vitest';
import { emptyWindow, withMessages } from '../../../renderer/features/sessions/conversationWindow';
import { foundEntries } from '../../../renderer/features/sessions/foundEntries';
import type { ContentBlock, Message } from '../../../shared/session/session';
import { message as storedMessage } from '../../support/sessions';

const message = (depth: number, role: Message['role'], content: readonly ContentBlock[]): Message => ({
  ...storedMessage(`msg_${depth}`, role, ...content),
  depth,
});

const call = (id: string) => ({ type: 'tool_use', id, name: 'read', input: { file_path: `${id}.json` } });
const result = (id: string, content: string) => ({ type: 'tool_result', tool_use_id: id, content });

const window = withMessages(emptyWindow('msg_5', 5), [
  message(1, 'user', [{ type: 'text', text: 'Read them' }]),
  message(2, 'assistant', [{ type: 'text', text: 'I read.' }, call('a'), call('b'), call('c')]),
  message(3, 'user', [result('a', 'nothing'), result('b', 'the pocket-calculator')]),
  message(4, 'user', [result('c', 'a pocket')]),
  message(5, 'assistant', [{ type: 'text', text: `${'Words that go on.\n\n'.repeat(1_000)}The Pocket at last.` }]),
]);

describe('what a search found', () => {
  it('is shown with the call whose result holds it', () => {
    expect(foundEntries(window, { depth: 3, search: 'pocket-calc' })).toEqual({ depth: 2, keys: new Set(['b']), part: 0 });
    expect(foundEntries(window, { depth: 4, search: 'POCKET' })).toEqual({ depth: 2, keys: new Set(['c']), part: 0 });
  });

  it('is the part of a long answer that holds it', () => {
    const found = foundEntries(window, { depth: 5, search: 'pocket' });
    expect(found?.part).toBeGreaterThan(5);
    expect(found?.keys.size).toBe(1);
  });

  it('is the message itself where none of its entries is known to hold it', () => {
    expect(foundEntries(window, { depth: 1, search: 'elsewhere' })).toEqual({ depth: 1, keys: new Set(), part: 0 });
  });

  it('is not known before the message with the call is loaded', () => {
    const later = { ...window, messages: new Map([...window.messages].filter(([depth]) => depth > 2)) };
    expect(foundEntries(later, { depth: 4, search: 'pocket' })).toBeUndefined();
  });
});
