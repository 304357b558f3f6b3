import { AppError } from '../../shared/lib/appError';
import { parseDuration } from '../../shared/lib/duration';
import { hasReadableAge, lastUsed, type SessionStateName, sessionState } from '../../shared/session/session';
import type { Clock } from '../engine/ports';
import type { SeenSession, SessionOverview, SessionStore } from './ports';

export type PruneFilter = {
  readonly status?: SessionStateName | undefined;
  /** Last used longer ago than this: `7d`, `1h`. One of which that cannot be told is not among them. */
  readonly olderThan?: string | undefined;
};

export type SessionStats = { readonly total: number; readonly active: number; readonly idle: number; readonly closed: number };

/** Between a look at all sessions and the commit that follows from it others may use them, so the commit is given what was seen and looks again. */
export type CleanupPorts = {
  readonly store: Pick<SessionStore, 'overview' | 'closeUnused' | 'deleteUnused' | 'claimedElsewhere' | 'inRunsUnderWay'>;
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
  return idle.length === 0 ? 0 : ports.store.closeUnused(idle, new Date(ports.clock.now()).toISOString());
}

/** The sessions that fit every filter given, last used first. Without any filter that would be all of them, which is refused. */
export function prunableSessions(ports: CleanupPorts, { status, olderThan }: PruneFilter): readonly SeenSession[] {
  if (status === undefined && olderThan === undefined) {
    throw new AppError('INVALID_INPUT', 'Say what to prune: a status, an age (olderThan), or both. Without a filter everything would go.');
  }
  const latest = olderThan === undefined ? undefined : ports.clock.now() - parseDuration(olderThan);
  const isOldEnough = (session: Surveyed) => latest === undefined || (hasReadableAge(session) && lastUsed(session) < latest);
  const fits = (session: Surveyed) => !session.isBusy && (status === undefined || session.state === status) && isOldEnough(session);
  return wholeFamilies(survey(ports), fits);
}

/** Deletes what fits every filter given; returns how many. */
export async function pruneSessions(ports: CleanupPorts, filter: PruneFilter): Promise<number> {
  return deleteSessions(ports, prunableSessions(ports, filter));
}

/**
 * Deletes what was used longest ago beyond `maxSessions`, closed before idle, never active; returns how many remain, at most. What a session started
 * is deleted with it, so families are looked at as wholes, and no more goes than has to, unless there are only larger ones.
 */
export async function evictSessions(ports: CleanupPorts, maxSessions: number): Promise<number> {
  const sessions = survey(ports);
  const surplus = sessions.length - maxSessions;
  if (surplus <= 0) return sessions.length;
  const evicted = surplusFamilies(familiesOf(sessions), surplus).flat();
  return sessions.length - (await deleteSessions(ports, evicted));
}

/** `isBusy`: its turn runs or waits, or its run is under way and comes back to it. */
type Surveyed = SessionOverview & { readonly isBusy: boolean; readonly state: SessionStateName };

/** All sessions as they are at this moment, last used first. One whose turn runs is active however long the turn takes. */
function survey({ store, clock, idleTimeoutMs, isBusy }: CleanupPorts): Surveyed[] {
  const elsewhere = store.claimedElsewhere();
  const inRuns = store.inRunsUnderWay();
  const [now, timeout] = [clock.now(), idleTimeoutMs()];
  return store.overview().map((session) => {
    const isUsed = isBusy(session.id) || elsewhere.has(session.id);
    return { ...session, isBusy: isUsed || inRuns.has(session.id), state: isUsed ? 'active' : sessionState(session, now, timeout) };
  });
}

/** Those that fit together with everything that was started from within them, since it goes with them. */
function wholeFamilies(sessions: readonly Surveyed[], fits: (session: Surveyed) => boolean): Surveyed[] {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const unfit = new Set<string>();
  for (const session of sessions) {
    // Up to the first that is known not to fit, or to the root.
    for (let next = fits(session) ? undefined : session; next && !unfit.has(next.id); next = byId.get(next.parentId ?? ''))
      unfit.add(next.id);
  }
  return sessions.filter(({ id }) => !unfit.has(id));
}

type Family = readonly Surveyed[];

/** Sessions with what was started from within them; the families in the order of their latest use. */
function familiesOf(sessions: readonly Surveyed[]): readonly Family[] {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const families = Map.groupBy(sessions, (session) => {
    const line = new Set([session.id]);
    let root = session;
    // Up to the root, or in a damaged store to where the line begins anew.
    for (let next = byId.get(root.parentId ?? ''); next && !line.has(next.id); next = byId.get(root.parentId ?? '')) {
      line.add(next.id);
      root = next;
    }
    return root.id;
  });
  return [...families.values()];
}

/** Oldest first: those that fit in the surplus, closed before idle; where that is not all of it, the smallest other in place of what it makes up for. */
function surplusFamilies(families: readonly Family[], surplus: number): readonly Family[] {
  const isClosed = (family: Family) => family.every(({ state }) => state === 'closed');
  const quiet = families.filter((family) => family.every(({ state, isBusy }) => state !== 'active' && !isBusy)).toReversed();
  const candidates = [...quiet.filter(isClosed), ...quiet.filter((family) => !isClosed(family))];
  const { fitting, left } = thatFit(candidates, surplus);
  const [smallest] = candidates.filter((family) => !fitting.has(family)).sort((a, b) => a.length - b.length);
  if (left === 0 || !smallest) return [...fitting];
  const madeUpFor = thatFit([...fitting].reverse(), smallest.length - left).fitting;
  return [...fitting].filter((family) => !madeUpFor.has(family)).concat([smallest]);
}

function thatFit(families: readonly Family[], room: number): { readonly fitting: ReadonlySet<Family>; readonly left: number } {
  const fitting = new Set<Family>();
  let left = room;
  for (const family of families) {
    if (family.length > left) continue;
    fitting.add(family);
    left -= family.length;
  }
  return { fitting, left };
}

async function deleteSessions({ store }: CleanupPorts, seen: readonly SeenSession[]): Promise<number> {
  return seen.length === 0 ? 0 : store.deleteUnused(seen);
}
