import { isAbort } from '../../shared/lib/appError';
import { lastUsed } from '../../shared/session/session';
import type { Clock, Logger } from '../engine/ports';
import type { Subscribe } from '../ipc/hostServices';
import type { SessionOverview } from '../sessions/ports';
import type { Announcer } from './announcer';

type IdleAlarmParts = {
  readonly changes: Pick<Announcer, 'subscribe' | 'announce'>;
  readonly sessions: () => readonly SessionOverview[];
  readonly idleTimeoutMs: () => number;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly log: Logger;
};

/**
 * The announcements of sessions, and one more whenever a session becomes idle: time alone changes that, nothing is written then. One timer waits for
 * the session that is next, and only while somebody listens.
 */
export function withIdleAlarm(parts: IdleAlarmParts): Subscribe {
  const { changes, clock, log } = parts;
  let listeners = 0;
  let waiting: AbortController | undefined;
  let stopHearing = () => {};

  function arm(): void {
    waiting?.abort();
    waiting = new AbortController();
    announceIdle(parts, clock.now(), waiting.signal).catch((error: unknown) => {
      if (!isAbort(error)) log.error('It could not be found out when sessions become idle', error);
    });
  }

  return (listener) => {
    const leave = changes.subscribe(listener);
    listeners += 1;
    if (listeners === 1) {
      stopHearing = changes.subscribe(arm);
      arm();
    }
    let isListening = true;
    return () => {
      leave();
      if (isListening) listeners -= 1;
      isListening = false;
      if (listeners > 0) return;
      stopHearing();
      waiting?.abort();
    };
  };
}

/** Announces once the first session that was not idle at `since` is. */
async function announceIdle(parts: IdleAlarmParts, since: number, signal: AbortSignal): Promise<void> {
  const { changes, sessions, idleTimeoutMs, clock } = parts;
  await clock.sleep(QUIET_MS, signal);
  const timeoutMs = idleTimeoutMs();
  const idleAt = sessions().flatMap((session) => (session.closedAt === null ? [lastUsed(session) + timeoutMs + 1] : []));
  const next = idleAt.reduce((first, at) => (at > since && at < first ? at : first), Number.POSITIVE_INFINITY);
  if (next === Number.POSITIVE_INFINITY) return;
  while (clock.now() < next) await clock.sleep(Math.min(next - clock.now(), LONGEST_SLEEP_MS), signal);
  changes.announce();
}

/** Changes come in bursts: only what is left after them is looked at. */
const QUIET_MS = 1000;
/** A machine that slept wakes up with timers that are late by as much. */
const LONGEST_SLEEP_MS = 60_000;
