import type Database from 'better-sqlite3';

/**
 * Removes sessions for good; answers how many. The runs that were started from within them go as well, each with the last of its sessions: one that
 * was brought back, or still can be, keeps the run it is a step of.
 */
export function createSessionRemoval(db: Database.Database): (ids: readonly string[]) => number {
  const sql = prepare(db);
  return (ids) => {
    const runs = new Set(ids.flatMap((id) => sql.runOf.get(id)?.run ?? []));
    let removed = 0;
    for (const id of ids) {
      sql.deleteWords.run(id);
      removed += sql.delete.run(id).changes;
    }
    for (const id of ids) sql.deleteRunsBelow.run(id);
    for (const run of runs) sql.deleteLeftRun.run(run);
    return removed;
  };
}

const WITHOUT_SESSIONS = 'NOT EXISTS (SELECT 1 FROM sessions WHERE run_id = runs.id)';

function prepare(db: Database.Database) {
  return {
    runOf: db.prepare<[string], { run: string | null }>('SELECT run_id AS run FROM sessions WHERE id = ?'),
    deleteWords: db.prepare(
      `DELETE FROM message_words WHERE rowid IN (
         SELECT messages.number FROM messages JOIN sessions ON sessions.number = session WHERE sessions.id = ?)`,
    ),
    delete: db.prepare('DELETE FROM sessions WHERE id = ?'),
    deleteRunsBelow: db.prepare(`DELETE FROM runs WHERE parent_session_id = ? AND ${WITHOUT_SESSIONS}`),
    // Runs that people started stay in their list; the others are reached through sessions only.
    deleteLeftRun: db.prepare(
      `DELETE FROM runs WHERE id = ? AND parent_session_id IS NOT NULL AND ${WITHOUT_SESSIONS}
         AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.id = parent_session_id)`,
    ),
  };
}
