import { expect, it } from 'vitest';
import { isAnothersTurn, type LiveTurn } from '../../../renderer/features/sessions/liveTurn';

const [before, after, later] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:05.000Z', '2026-01-01T00:00:09.000Z'];
const turn: LiveTurn = { prompt: 'Look', parts: [], warnings: [], replies: 1, isOver: true };
const busy = (lastActiveAt: string) => ({ isBusy: true, lastActiveAt });

it('a session that nobody uses has no turn of another', () => {
  expect(isAnothersTurn({ isBusy: false, lastActiveAt: before }, undefined, undefined)).toBe(false);
});

it('a session in use that this window does not watch has one', () => {
  expect(isAnothersTurn(busy(before), undefined, undefined)).toBe(true);
});

it('a turn of this window that has just ended is not taken for another’s, however old what is known of the session is', () => {
  expect(isAnothersTurn(busy(before), turn, undefined)).toBe(false);
  expect(isAnothersTurn(busy(before), { ...turn, endedAt: 'msg_2' }, after)).toBe(false);
  expect(isAnothersTurn(busy(before), undefined, after)).toBe(false);
});

it('a turn that began after it is another’s', () => {
  expect(isAnothersTurn(busy(after), undefined, after)).toBe(true);
  expect(isAnothersTurn(busy(later), { ...turn, endedAt: 'msg_2' }, after)).toBe(true);
});
