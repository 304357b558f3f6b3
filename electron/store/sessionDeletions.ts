import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import type { SeenSession, SessionStore } from '../sessions/ports';
import { livingOwners } from './owner';
import { createSessionFamilies } from './sessionFamilies';
import { createSessionRemoval } from './sessionRemoval';
import type { StoreContext } from './storeContext';

type Deletions = Pick<SessionStore, 'delete' | 'hide' | 'deleteUnused' | 'hideUnused' | 'unhide' | 'purge'>;
type Living = ReadonlySet<string>;

/**
 * Deleting for good, and hiding first so that it can be taken back: of sessions together with the sessions and runs that were started from within
 * them. What another process is using is never touched, nor is what goes on within them. What is hidden can be brought back until its own time is
 * over, whatever becomes of the others, and stays visible from then on.
 */
export function createSessionDeletions({ db, write, clock, owner }: StoreContext): Deletions {
  const sql = prepare(db);
  const { familyOf, familiesOf } = createSessionFamilies(db);
  const remove = createSessionRemoval(db);
  const isShown = (id: string) => sql.session.get(id)?.deletion === null;

  /** What keeps a family from being deleted, of which `asked` were named. */
  function hindrance(family: readonly string[], asked: ReadonlySet<string>, living: Living): AppError | undefined {
    const used = family.find((id) => {
      const user = sql.session.get(id)?.owner ?? null;
      return user !== null && user !== owner && living.has(user);
    });
    if (used !== undefined)
      return new AppError('BUSY', `Another Stepgraph process is using session ${used}, so nothing was deleted. Stop it there first.`);
    const isUnderWay = family.some((id) => (!asked.has(id) && sql.session.get(id)?.owner != null) || sql.runningChild.get(id));
    if (isUnderWay) {
      return new AppError(
        'BUSY',
        'Something that was started from within one of these sessions is under way, so nothing was deleted. Stop it first.',
      );
    }
    return stepUnderWay(family, living);
  }

  /** Between the attempts at a step nobody has its session, and yet the next comes back to it. */
  function stepUnderWay(family: readonly string[], living: Living): AppError | undefined {
    const step = family.flatMap((id) => sql.runOf.get(id) ?? []).find((run) => living.has(run.owner));
    return step && new AppError('BUSY', `Session ${step.session} is a step of run ${step.run}, which is under way. Stop the run first.`);
  }

  /** The sessions with all that belongs to them, as far as people see it, unless something of it is under way. */
  function quietFamily(ids: readonly string[]): readonly string[] {
    const asked = ids.filter(isShown);
    const family = familyOf(asked);
    const reason = hindrance(family, new Set(asked), livingOwners(db, clock));
    if (reason) throw reason;
    return family.filter(isShown);
  }

  /**
   * Deletes in one way or another the families of which every member is as it was seen; the number of those members. One that came about since, or
   * was brought back, was not seen. One that was hidden is deleted already, as far as people see.
   */
  function actOnUnused(seen: readonly SeenSession[], act: (family: readonly string[]) => void): number {
    const living = livingOwners(db, clock);
    const seenById = new Map(seen.map((session) => [session.id, session]));
    const asked = new Set(seenById.keys());
    const isUnused = ({ id, lastActiveAt, closedAt, owner: user }: StoredUse) => {
      const before = seenById.get(id);
      return before?.lastActiveAt === lastActiveAt && before.closedAt === closedAt && (user === null || !living.has(user));
    };
    let count = 0;
    for (const family of familiesOf([...asked])) {
      const shown = family.flatMap((id) => sql.session.get(id) ?? []).filter(({ deletion }) => deletion === null);
      if (shown.length === 0 || !shown.every(isUnused) || hindrance(family, asked, living)) continue;
      act(shown.map(({ id }) => id));
      count += shown.length;
    }
    return count;
  }

  /** Of those that were hidden before a time, the ones that nobody uses; what belongs to them goes when its own time has come. */
  function outdated(before: string): readonly string[] {
    const hidden = sql.hiddenBefore.all(before);
    if (hidden.length === 0) return [];
    const living = livingOwners(db, clock);
    const isUsed = ({ id, owner: user }: { readonly id: string; readonly owner: string | null }) =>
      (user !== null && living.has(user)) || sql.runningChild.get(id) !== undefined || stepUnderWay([id], living) !== undefined;
    return hidden.filter((session) => !isUsed(session)).map(({ id }) => id);
  }

  return {
    delete: (ids) => write(() => remove(quietFamily(ids))),
    hide: (ids, { deletion, at }) =>
      write(() => quietFamily(ids).reduce((hidden, id) => hidden + sql.hide.run(deletion, at, id).changes, 0)),
    deleteUnused: (seen) => write(() => actOnUnused(seen, remove)),
    hideUnused: (seen, { deletion, at }) =>
      write(() =>
        actOnUnused(seen, (family) => {
          for (const id of family) sql.hide.run(deletion, at, id);
        }),
      ),
    unhide: (deletion) => write(() => sql.unhide.run(deletion).changes),
    purge: (before) => write(() => remove(outdated(before))),
  };
}

type StoredUse = SeenSession & { readonly owner: string | null; readonly deletion: string | null };

function prepare(db: Database.Database) {
  return {
    session: db.prepare<[string], StoredUse>(
      'SELECT id, last_active_at AS lastActiveAt, closed_at AS closedAt, owner, deletion FROM sessions WHERE id = ?',
    ),
    runningChild: db.prepare<[string], unknown>(`SELECT 1 FROM runs WHERE parent_session_id = ? AND status = 'running'`),
    runOf: db.prepare<[string], { session: string; run: string; owner: string }>(
      `SELECT sessions.id AS session, runs.id AS run, runs.owner FROM sessions JOIN runs ON runs.id = sessions.run_id
       WHERE sessions.id = ? AND runs.status = 'running' AND runs.owner IS NOT NULL`,
    ),
    hide: db.prepare('UPDATE sessions SET deletion = ?, deleted_at = ? WHERE id = ? AND deletion IS NULL'),
    unhide: db.prepare('UPDATE sessions SET deletion = NULL, deleted_at = NULL WHERE deletion = ?'),
    hiddenBefore: db.prepare<[string], { id: string; owner: string | null }>(
      'SELECT id, owner FROM sessions WHERE deletion IS NOT NULL AND deleted_at < ?',
    ),
  };
}
