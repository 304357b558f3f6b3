import { describe, expect, it } from 'vitest';
import { emptyWindow, resultsAfter, withMessages } from '../../../renderer/features/sessions/conversationWindow';
import { entriesOf } from '../../../renderer/features/sessions/entriesOf';
import type { ContentBlock } from '../../../shared/session/session';
import { call, conversation, result, text } from './messages';

/** How the calls of the second message stand, with so many messages loaded. */
function statusesWith(contents: readonly (readonly ContentBlock[])[]): readonly string[] {
  const messages = conversation(contents).map((message, index) =>
    index >= 2 && message.content.every(({ type }) => type === 'tool_result') ? { ...message, role: 'user' as const } : message,
  );
  const window = withMessages(emptyWindow('m9', 9), messages);
  const reply = window.messages.get(2);
  if (!reply) throw new Error('There is no reply');
  return entriesOf(reply, resultsAfter(window, 2)).flatMap((entry) => (entry.kind === 'tool' ? [entry.status] : []));
}

describe('the calls of a message', () => {
  const asked = [text('Look')];
  const calls = [call('t1'), call('t2'), call('t3')];

  it('have their results, whether they came in one message or in one each', () => {
    expect(statusesWith([asked, calls, [result('t1'), result('t2'), result('t3')], [text('Done')]])).toEqual(['done', 'done', 'done']);
    expect(statusesWith([asked, calls, [result('t2')], [result('t1')], [result('t3')], [text('Done')]])).toEqual(['done', 'done', 'done']);
  });

  it('are unanswered until their result is there, and belong to no other message', () => {
    expect(statusesWith([asked, calls, [result('t1')]])).toEqual(['done', 'unanswered', 'unanswered']);
    expect(statusesWith([asked, calls, [result('t1')], [text('Stopped')], [result('t2')]])).toEqual(['done', 'unanswered', 'unanswered']);
  });

  it('are looked at anew when a further result comes', () => {
    const [, reply, ...results] = conversation([asked, calls, [result('t1')], [result('t2')]]);
    if (!reply) throw new Error('There is no reply');
    const statuses = (count: number) =>
      entriesOf(reply, results.slice(0, count)).flatMap((entry) => (entry.kind === 'tool' ? [entry.status] : []));
    expect([statuses(0), statuses(1), statuses(2)]).toEqual([
      ['unanswered', 'unanswered', 'unanswered'],
      ['done', 'unanswered', 'unanswered'],
      ['done', 'done', 'unanswered'],
    ]);
  });
});
