import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import type { SessionStore } from '../sessions/ports';
import { livingOwners } from './owner';
import type { StoreContext } from './storeContext';

type Deletions = Pick<SessionStore, 'delete' | 'hide' | 'unhide' | 'purge'>;

/** Deleting for good, and hiding first so that it can be taken back. What another process is using is never touched. */
export function createSessionDeletions({ db, write, clock, owner }: StoreContext): Deletions {
  const sql = prepare(db);

  function refuseUsed(ids: readonly string[]): void {
    const living = livingOwners(db, clock);
    const used = ids.find((id) => {
      const user = sql.user.get(id)?.owner ?? null;
      return user !== null && user !== owner && living.has(user);
    });
    if (used !== undefined)
      throw new AppError('BUSY', `Another Stepgraph process is using session ${used}, so nothing was deleted. Stop it there first.`);
  }

  function remove(ids: readonly string[]): number {
    let deleted = 0;
    for (const id of ids) {
      sql.deleteWords.run(id);
      deleted += sql.delete.run(id).changes;
    }
    return deleted;
  }

  return {
    delete: (ids) =>
      write(() => {
        refuseUsed(ids);
        return remove(ids);
      }),
    hide: (ids, { deletion, at }) =>
      write(() => {
        refuseUsed(ids);
        return ids.reduce((hidden, id) => hidden + sql.hide.run(deletion, at, id).changes, 0);
      }),
    unhide: (deletion) => write(() => sql.unhide.run(deletion).changes),
    purge: (before) => write(() => remove(sql.hiddenBefore.all(before).map(({ id }) => id))),
  };
}

function prepare(db: Database.Database) {
  return {
    user: db.prepare<[string], { owner: string | null }>('SELECT owner FROM sessions WHERE id = ?'),
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
