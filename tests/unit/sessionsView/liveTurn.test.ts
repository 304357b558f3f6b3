import { describe, expect, it } from 'vitest';
import { transcriptOf } from '../../../renderer/features/runs';
import { continueTurn, type LiveTurn, liveEntries, withLiveCalls } from '../../../renderer/features/sessions/liveTurn';
import { NO_USAGE } from '../../../shared/run/usage';
import type { Message } from '../../../shared/session/session';
import type { TurnItem } from '../../../shared/session/turn';
import { call, conversation, result, text } from './messages';

const prompt: TurnItem = { type: 'prompt', text: 'Look' };
const says = (delta: string): TurnItem => ({ type: 'text', delta });
const calls = (callId: string): TurnItem => ({ type: 'tool.start', callId, name: 'read', input: {} });
const answers = (callId: string): TurnItem => ({ type: 'tool.done', callId, isError: false, preview: 'done', durationMs: 5 });
const replied: TurnItem = { type: 'usage', usage: NO_USAGE, costUsd: 0, turn: 1 };

function turnOf(...items: readonly TurnItem[]): LiveTurn {
  const turn = continueTurn(undefined, items);
  if (!turn) throw new Error('There is no turn');
  return turn;
}

const shown = (turn: LiveTurn, stored: readonly Message[]) =>
  liveEntries(turn, stored).map((entry) =>
    entry.kind === 'tool' ? `${entry.key} ${entry.status}` : entry.kind === 'text' ? entry.text : '',
  );

describe('a turn under way', () => {
  it('shows its prompt and what has come of it while nothing is stored', () => {
    expect(shown(turnOf(prompt, says('I l'), says('ook'), calls('t1')), [])).toEqual(['Look', 'I look', 't1 running']);
  });

  it('leaves to the stored messages what they have', () => {
    const turn = turnOf(prompt, says('I look'), calls('t1'), replied, answers('t1'), says('It is'));
    const stored = conversation([[text('Look')], [text('I look'), call('t1')]]);
    expect(shown(turn, stored)).toEqual(['It is']);
    expect(shown(turn, [...stored, ...conversation([[result('t1')], [text('It is')]], 'm', 3)])).toEqual([]);
  });

  it('shows a call that waits once, also when the reply that made it is stored', () => {
    const turn = turnOf(prompt, says('I look'), replied, calls('t1'));
    expect(shown(turn, [])).toEqual(['Look', 'I look', 't1 running']);
    expect(shown(turn, conversation([[text('Look')], [text('I look'), call('t1')]]))).toEqual([]);
  });

  it('that is gone on with shows what comes after the replies there are', () => {
    const stored = conversation([[text('Look')], [text('I look'), call('t1')], [result('t1')]]);
    expect(shown(turnOf({ type: 'prompt', text: 'Look', replies: 1 }, { type: 'stored' }, says('It is')), stored)).toEqual(['It is']);
  });

  it('takes an earlier turn with other words for what it is', () => {
    const before = conversation([[text('Hello')], [text('Hello!')]]);
    expect(shown(turnOf(prompt, says('I')), before)).toEqual(['Look', 'I']);
  });

  it('marks only the text that still comes', () => {
    const turn = turnOf(prompt, says('One'), replied, says('Two'));
    expect(liveEntries(turn, []).map((entry) => entry.kind === 'text' && (entry.isLive ?? false))).toEqual([false, false, true]);
  });

  it('says how stored calls stand whose results are not stored yet', () => {
    const turn = turnOf(prompt, calls('t1'), calls('t2'), replied, answers('t1'));
    const stored = transcriptOf(conversation([[text('Look')], [call('t1'), call('t2')]]));
    const statuses = withLiveCalls(stored, turn).flatMap((entry) => (entry.kind === 'tool' ? [entry.status] : []));
    expect(statuses).toEqual(['done', 'running']);
  });

  it('shows a call that waits for an answer, and one that was refused with the reason', () => {
    const asked: TurnItem = { type: 'permission', callId: 't1', state: 'asked', name: 'bash', input: {} };
    const denied: TurnItem = { type: 'permission', callId: 't1', state: 'denied', reason: 'Nobody is there to ask.' };
    expect(shown(turnOf(prompt, asked), [])).toEqual(['Look', 't1 waiting']);
    expect(liveEntries(turnOf(prompt, asked, denied), [])[1]).toMatchObject({ status: 'error', output: 'Nobody is there to ask.' });
  });

  it('shows with a call why it was asked about and what was answered', () => {
    const asked: TurnItem = { type: 'permission', callId: 't1', state: 'asked', name: 'bash', input: {}, reason: 'it writes' };
    const denied: TurnItem = { type: 'permission', callId: 't1', state: 'denied', reason: 'the person said no', reply: 'Later.' };
    const decision = { state: 'denied', askedBecause: 'it writes', reason: 'the person said no', reply: 'Later.' };
    expect(liveEntries(turnOf(prompt, asked), [])[1]).toMatchObject({ decision: { state: 'asked', reason: 'it writes' } });
    expect(liveEntries(turnOf(prompt, asked, denied), [])[1]).toMatchObject({ decision });
  });

  it('keeps what it went on without, once each, until the next one begins', () => {
    const warning = (message: string): TurnItem => ({ type: 'warning', message });
    const turn = turnOf(prompt, warning('The skill notes can’t be read.'), says('x'), warning('The server files does not start.'));
    expect(turn.warnings).toEqual(['The skill notes can’t be read.', 'The server files does not start.']);
    expect(shown(turn, [])).toEqual(['Look', 'x']);
    expect(continueTurn(turn, [{ type: 'prompt', text: 'Again' }])?.warnings).toEqual([]);
  });

  it('gives way to the next one', () => {
    const done: TurnItem = { type: 'done', text: 'x', toolCalls: [], usage: NO_USAGE, costUsd: 0 };
    expect(shown(turnOf(prompt, says('x'), done, { type: 'prompt', text: 'Again' }), [])).toEqual(['Again']);
    expect(turnOf(prompt, done).isOver).toBe(true);
  });
});
