import { AppError } from '../../shared/lib/appError';
import { type SessionStateName, sessionState } from '../../shared/session/session';
import type { Clock } from '../engine/ports';
import { parseDuration } from './duration';
import type { SessionOverview, SessionStore } from './ports';

export type PruneFilter = {
  readonly status?: SessionStateName | undefined;
  /** Last used longer ago than this: `7d`, `1h`. */
  readonly olderThan?: string | undefined;
};

export type SessionStats = { readonly total: number; readonly active: number; readonly idle: number; readonly closed: number };

export type CleanupPorts = {
  readonly store: Pick<SessionStore, 'overview' | 'update' | 'delete' | 'claimedElsewhere'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly idleTimeoutMs: () => number;
  /** A session with a turn that runs or waits in this process, which nothing here touches. */
  isBusy(sessionId: string): boolean;
};

export function countSessions(ports: CleanupPorts): SessionStats {
  const stats = { total: 0, active: 0, idle: 0, closed: 0 };
  for (const { state } of survey(ports)) {
    stats.total += 1;
    stats[state] += 1;
  }
  return stats;
}

/** Closes every idle session; returns how many. */
export async function closeIdleSessions(ports: CleanupPorts): Promise<number> {
  const idle = survey(ports).filter(({ state }) => state === 'idle');
  const closedAt = new Date(ports.clock.now()).toISOString();
  await Promise.all(idle.map(({ id }) => ports.store.update(id, { closedAt })));
  return idle.length;
}

/** The ids of the sessions that fit every filter given, last used first. Without any filter that would be all of them, which is refused. */
export function prunableSessions(ports: CleanupPorts, { status, olderThan }: PruneFilter): readonly string[] {
  if (status === undefined && olderThan === undefined) {
    throw new AppError('INVALID_INPUT', 'Say what to prune: a status, an age (olderThan), or both. Without a filter everything would go.');
  }
  const latest = olderThan === undefined ? Number.POSITIVE_INFINITY : ports.clock.now() - parseDuration(olderThan);
  return survey(ports)
    .filter((session) => !session.isBusy && (status === undefined || session.state === status) && Date.parse(session.lastActiveAt) < latest)
    .map(({ id }) => id);
}

/** Deletes what fits every filter given; returns how many. */
export async function pruneSessions(ports: CleanupPorts, filter: PruneFilter): Promise<number> {
  return deleteSessions(ports, prunableSessions(ports, filter));
}

/** Deletes the oldest closed, then the oldest idle sessions beyond `maxSessions`, never active ones; returns how many remain. */
export async function evictSessions(ports: CleanupPorts, maxSessions: number): Promise<number> {
  const sessions = survey(ports);
  const surplus = sessions.length - maxSessions;
  if (surplus <= 0) return sessions.length;
  const oldestFirst = sessions.filter((session) => !session.isBusy).reverse();
  const inState = (state: SessionStateName) => oldestFirst.filter((session) => session.state === state);
  const evicted = [...inState('closed'), ...inState('idle')].slice(0, surplus);
  const deleted = await deleteSessions(
    ports,
    evicted.map(({ id }) => id),
  );
  return sessions.length - deleted;
}

type Surveyed = SessionOverview & { readonly isBusy: boolean; readonly state: SessionStateName };

/** All sessions as they are at this moment, last used first. One whose turn runs is active however long the turn takes. */
function survey({ store, clock, idleTimeoutMs, isBusy }: CleanupPorts): Surveyed[] {
  const elsewhere = store.claimedElsewhere();
  const [now, timeout] = [clock.now(), idleTimeoutMs()];
  return store.overview().map((session) => {
    const isUsed = isBusy(session.id) || elsewhere.has(session.id);
    return { ...session, isBusy: isUsed, state: isUsed ? 'active' : sessionState(session, now, timeout) };
  });
}

async function deleteSessions({ store }: CleanupPorts, ids: readonly string[]): Promise<number> {
  return ids.length === 0 ? 0 : store.delete(ids);
}
