import { describe, expect, it } from 'vitest';
import { emptyWindow, withMessages } from '../../../renderer/features/sessions/conversationWindow';
import { entryGroups, liveRows, planRows } from '../../../renderer/features/sessions/transcriptRows';
import type { Message } from '../../../shared/session/session';
import { message as storedMessage } from '../../support/sessions';

const LONG = 'Words that go on.\n\n'.repeat(1_000);

const message = (depth: number, role: Message['role'], text: string): Message => ({
  ...storedMessage(`msg_${depth}`, role, { type: 'text', text }),
  depth,
});

describe('the rows of a conversation', () => {
  const window = withMessages(emptyWindow('msg_3', 3), [message(1, 'user', LONG), message(2, 'assistant', LONG)]);

  it('are one for each message, and several for a long answer', () => {
    const rows = planRows(window);
    expect(rows.filter(({ depth }) => depth === 1)).toHaveLength(1);
    expect(rows.filter(({ depth }) => depth === 2).length).toBeGreaterThan(10);
    expect(rows.filter(({ depth }) => depth === 3)).toHaveLength(1);
    expect(rows.filter(({ isLast }) => isLast)).toHaveLength(3);
  });

  it('keep the place of a message that is loaded: its last row takes it', () => {
    const before = planRows(emptyWindow('msg_3', 3));
    const after = planRows(window).filter(({ isLast }) => isLast);
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    expect(new Set(planRows(window).map(({ key }) => key)).size).toBe(planRows(window).length);
  });

  it('say which part of an answer they are, and only the last is live', () => {
    const rows = liveRows([{ kind: 'text', key: 'live-0', role: 'assistant', text: LONG, isLive: true }]).flat();
    const texts = rows.flatMap((entry) => (entry.kind === 'text' ? [entry] : []));
    expect(texts.map(({ part }) => part?.isFirst)).toEqual(texts.map((_, index) => index === 0));
    expect(texts.map(({ isLive }) => isLive)).toEqual(texts.map((_, index) => index === texts.length - 1));
    const more = liveRows([{ kind: 'text', key: 'live-0', role: 'assistant', text: LONG + LONG, isLive: true }]).flat();
    expect(more.slice(0, rows.length).map(({ key }) => key)).toEqual(rows.map(({ key }) => key));
  });

  it('keep what stands before and after a long text together', () => {
    const note = (key: string) => ({ kind: 'note', key, text: 'x' }) as const;
    const groups = entryGroups([note('a'), note('b'), { kind: 'text', key: 't', role: 'assistant', text: LONG }, note('c'), note('d')]);
    expect(groups[0]?.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(groups.at(-1)?.map(({ key }) => key)).toEqual(['c', 'd']);
    expect(groups.slice(1, -1).every((group) => group.length === 1)).toBe(true);
  });
});
