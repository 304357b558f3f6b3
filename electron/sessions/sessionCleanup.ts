import { AppError } from '../../shared/lib/appError';
import { type Session, type SessionStateName, sessionState } from '../../shared/session/session';
import type { Clock } from '../engine/ports';
import { parseDuration } from './duration';
import type { SessionStore } from './ports';

export type PruneFilter = {
  readonly status?: SessionStateName;
  /** Last used longer ago than this: `7d`, `1h`. */
  readonly olderThan?: string;
};

export type SessionStats = { readonly total: number; readonly active: number; readonly idle: number; readonly closed: number };

export type CleanupPorts = {
  readonly store: SessionStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly idleTimeoutMs: number;
  /** A session with a turn that runs or waits, which nothing here touches. */
  isBusy(sessionId: string): boolean;
};

export function countSessions(ports: CleanupPorts): SessionStats {
  const stats = { total: 0, active: 0, idle: 0, closed: 0 };
  for (const session of allSessions(ports)) {
    stats.total += 1;
    stats[stateOf(ports, session)] += 1;
  }
  return stats;
}

/** Closes every idle session; returns how many. */
export async function closeIdleSessions(ports: CleanupPorts): Promise<number> {
  const idle = allSessions(ports).filter((session) => stateOf(ports, session) === 'idle');
  const closedAt = new Date(ports.clock.now()).toISOString();
  await Promise.all(idle.map((session) => ports.store.update(session.id, { closedAt })));
  return idle.length;
}

/** The sessions that `pruneSessions` would delete. Without any filter that would be all of them, which is refused. */
export function prunableSessions(ports: CleanupPorts, { status, olderThan }: PruneFilter): Session[] {
  if (status === undefined && olderThan === undefined) {
    throw new AppError('INVALID_INPUT', 'Say what to prune: a status, an age (olderThan), or both. Without a filter everything would go.');
  }
  const latest = olderThan === undefined ? Number.POSITIVE_INFINITY : ports.clock.now() - parseDuration(olderThan);
  return allSessions(ports).filter(
    (session) =>
      !ports.isBusy(session.id) &&
      (status === undefined || stateOf(ports, session) === status) &&
      Date.parse(session.lastActiveAt) < latest,
  );
}

/** Deletes what fits every filter given; returns how many. */
export async function pruneSessions(ports: CleanupPorts, filter: PruneFilter): Promise<number> {
  return deleteSessions(ports, prunableSessions(ports, filter));
}

/** Deletes the oldest closed, then the oldest idle sessions beyond `maxSessions`, never active ones; returns how many remain. */
export async function evictSessions(ports: CleanupPorts, maxSessions: number): Promise<number> {
  const sessions = allSessions(ports);
  const surplus = sessions.length - maxSessions;
  if (surplus <= 0) return sessions.length;
  const oldestFirst = sessions
    .filter((session) => !ports.isBusy(session.id))
    .sort((a, b) => Date.parse(a.lastActiveAt) - Date.parse(b.lastActiveAt));
  const inState = (state: SessionStateName) => oldestFirst.filter((session) => stateOf(ports, session) === state);
  const evicted = [...inState('closed'), ...inState('idle')].slice(0, surplus);
  return sessions.length - (await deleteSessions(ports, evicted));
}

/** Stores answer a page at a time unless told otherwise. */
function allSessions({ store }: CleanupPorts): Session[] {
  return store.list({ limit: 2 ** 31 - 1 });
}

async function deleteSessions({ store }: CleanupPorts, sessions: readonly Session[]): Promise<number> {
  return sessions.length === 0 ? 0 : store.delete(sessions.map((session) => session.id));
}

/** A session whose turn runs is active however long the turn takes. */
function stateOf({ clock, idleTimeoutMs, isBusy }: CleanupPorts, session: Session): SessionStateName {
  return isBusy(session.id) ? 'active' : sessionState(session, clock.now(), idleTimeoutMs);
}
