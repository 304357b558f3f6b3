import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import type { SessionStore } from '../sessions/ports';
import { livingOwners } from './owner';
import { createSessionFamilies } from './sessionFamilies';
import type { StoreContext } from './storeContext';

type Deletions = Pick<SessionStore, 'delete' | 'hide' | 'unhide' | 'purge'>;

/**
 * Deleting for good, and hiding first so that it can be taken back: of sessions together with the sessions and runs that were started from within
 * them. What another process is using is never touched, nor is what goes on within them.
 */
export function createSessionDeletions({ db, write, clock, owner }: StoreContext): Deletions {
  const sql = prepare(db);
  const familyOf = createSessionFamilies(db);

  function refuseUsed(ids: readonly string[]): void {
    const living = livingOwners(db, clock);
    const used = ids.find((id) => {
      const user = sql.user.get(id)?.owner ?? null;
      return user !== null && user !== owner && living.has(user);
    });
    if (used !== undefined)
      throw new AppError('BUSY', `Another Stepgraph process is using session ${used}, so nothing was deleted. Stop it there first.`);
  }

  /** The sessions with all that belongs to them, unless something of it is under way. */
  function quietFamily(ids: readonly string[]): readonly string[] {
    const family = familyOf(ids);
    refuseUsed(family);
    const started = family.filter((id) => !ids.includes(id));
    const isUnderWay = started.some((id) => sql.user.get(id)?.owner != null) || family.some((id) => sql.runningChild.get(id));
    if (isUnderWay) {
      throw new AppError(
        'BUSY',
        'Something that was started from within one of these sessions is under way, so nothing was deleted. Stop it first.',
      );
    }
    refuseSteps(family);
    return family;
  }

  /** Between the attempts at a step nobody has its session, and yet the next comes back to it. */
  function refuseSteps(family: readonly string[]): void {
    const running = family.flatMap((id) => sql.runOf.get(id) ?? []);
    if (running.length === 0) return;
    const living = livingOwners(db, clock);
    const step = running.find((run) => living.has(run.owner));
    if (step) throw new AppError('BUSY', `Session ${step.session} is a step of run ${step.run}, which is under way. Stop the run first.`);
  }

  function remove(family: readonly string[]): number {
    let deleted = 0;
    for (const id of family) {
      sql.deleteChildRuns.run(id);
      sql.deleteWords.run(id);
      deleted += sql.delete.run(id).changes;
    }
    return deleted;
  }

  return {
    delete: (ids) => write(() => remove(quietFamily(ids))),
    hide: (ids, { deletion, at }) =>
      write(() => quietFamily(ids).reduce((hidden, id) => hidden + sql.hide.run(deletion, at, id).changes, 0)),
    unhide: (deletion) => write(() => sql.unhide.run(deletion).changes),
    purge: (before) => write(() => remove(familyOf(sql.hiddenBefore.all(before).map(({ id }) => id)))),
  };
}

function prepare(db: Database.Database) {
  return {
    user: db.prepare<[string], { owner: string | null }>('SELECT owner FROM sessions WHERE id = ?'),
    runningChild: db.prepare<[string], unknown>(`SELECT 1 FROM runs WHERE parent_session_id = ? AND status = 'running'`),
    runOf: db.prepare<[string], { session: string; run: string; owner: string }>(
      `SELECT sessions.id AS session, runs.id AS run, runs.owner FROM sessions JOIN runs ON runs.id = sessions.run_id
       WHERE sessions.id = ? AND runs.status = 'running' AND runs.owner IS NOT NULL`,
    ),
    deleteChildRuns: db.prepare('DELETE FROM runs WHERE parent_session_id = ?'),
    deleteWords: db.prepare(
      `DELETE FROM message_words WHERE rowid IN (
         SELECT messages.number FROM messages JOIN sessions ON sessions.number = session WHERE sessions.id = ?)`,
    ),
    delete: db.prepare('DELETE FROM sessions WHERE id = ?'),
    hide: db.prepare('UPDATE sessions SET deletion = ?, deleted_at = ? WHERE id = ? AND deletion IS NULL'),
    unhide: db.prepare('UPDATE sessions SET deletion = NULL, deleted_at = NULL WHERE deletion = ?'),
    hiddenBefore: db.prepare<[string], { id: string }>('SELECT id FROM sessions WHERE deletion IS NOT NULL AND deleted_at < ?'),
  };
}
