import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Announcer } from '../../../electron/host/announcer';
import { withIdleAlarm } from '../../../electron/host/idleAlarm';
import type { SessionOverview } from '../../../electron/sessions/ports';
import { sessionState } from '../../../shared/session/session';
import { manualClock } from './support/manualClock';

const MINUTE = 60_000;
const log = { ...console, warn: () => {}, error: () => {} };

/** Sessions used so many minutes ago, idle after ten, and a listener of the announcements. */
function sessionsUsed(...minutesAgo: readonly number[]) {
  const clock = manualClock();
  const state = { idleAfter: 10 * MINUTE, looks: 0, announced: 0 };
  const used = (ago: number, index: number): SessionOverview => ({
    id: `s${index}`,
    lastActiveAt: new Date(clock.now() - ago * MINUTE).toISOString(),
    closedAt: null,
    parentId: null,
  });
  const sessions = minutesAgo.map(used);
  const changes = new Announcer(log);
  const slept: number[] = [];
  const sleep: typeof clock.sleep = (ms, signal) => {
    slept.push(ms);
    return clock.sleep(ms, signal);
  };
  const subscribe = withIdleAlarm({
    changes,
    sessions: () => {
      state.looks += 1;
      return sessions;
    },
    idleTimeoutMs: () => state.idleAfter,
    clock: { now: clock.now, sleep },
    log,
  });
  /** What the first session is whenever something is announced. */
  const statesAnnounced: string[] = [];
  const listen = () =>
    subscribe(() => {
      state.announced += 1;
      const [first] = sessions;
      if (first) statesAnnounced.push(sessionState(first, clock.now(), state.idleAfter));
    });
  /** Time goes by in small steps, as it does. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      clock.pass(Math.min(left, 500));
      await nextTurn();
    }
  };
  return { state, changes, listen, pass, sessions, statesAnnounced, slept };
}

it('says so when a session becomes idle, and then when the next one does', async () => {
  const { state, listen, pass } = sessionsUsed(8, 5, 60);
  listen();
  await pass(2 * MINUTE - 1000);
  expect(state.announced).toBe(0);
  await pass(2000);
  expect(state.announced).toBe(1);
  await pass(2 * MINUTE);
  expect(state.announced).toBe(1);
  await pass(MINUTE + 1000);
  expect(state.announced).toBe(2);
  await pass(60 * MINUTE);
  expect(state.announced).toBe(2);
});

it('does not look at the sessions while it waits', async () => {
  const { state, listen, pass } = sessionsUsed(0);
  listen();
  await pass(9 * MINUTE);
  expect(state.looks).toBe(1);
});

it('knows of other limits and of sessions that come', async () => {
  const { state, changes, listen, pass, sessions } = sessionsUsed(0);
  listen();
  await pass(2 * MINUTE);
  state.idleAfter = 5 * MINUTE;
  changes.announce();
  expect(state.announced).toBe(1);
  await pass(3 * MINUTE + 1000);
  expect(state.announced).toBe(2);
  sessions.push({ ...(sessions[0] as SessionOverview), lastActiveAt: new Date(Date.parse('2026-01-01T00:01:00Z')).toISOString() });
  changes.announce();
  await pass(MINUTE);
  expect(state.announced).toBe(4);
});

it('one that becomes idle in the midst of changes is announced all the same', async () => {
  const { state, changes, listen, pass } = sessionsUsed(9);
  listen();
  await pass(MINUTE - 500);
  changes.announce();
  await pass(2000);
  expect(state.announced).toBe(2);
});

it('leaves time alone when nobody listens', async () => {
  const { state, changes, listen, pass } = sessionsUsed(9);
  changes.announce();
  const leave = listen();
  leave();
  leave();
  await pass(5 * MINUTE);
  expect(state.looks).toBe(0);
});

it('says so once the session is idle, not a moment before', async () => {
  const { state, listen, pass, statesAnnounced } = sessionsUsed(8);
  listen();
  await pass(3 * MINUTE);
  expect(state.announced).toBe(1);
  expect(statesAnnounced).toEqual(['idle']);
});

it('asks what time it is now and then, since timers stand still while a machine sleeps', async () => {
  const { slept, listen, pass } = sessionsUsed(0);
  listen();
  await pass(11 * MINUTE);
  expect(Math.max(...slept)).toBeLessThanOrEqual(MINUTE);
});

it('who leaves twice leaves the others listening', async () => {
  const { state, listen, pass } = sessionsUsed(9);
  listen();
  const leave = listen();
  leave();
  leave();
  await pass(2 * MINUTE);
  expect(state.announced).toBe(1);
});
