import type Database from 'better-sqlite3';
import type { Checkpoint } from '../../shared/session/session';
import type { SessionStore } from '../sessions/ports';
import { readableRows } from './checkedJson';
import { type PackedJson, packJson } from './packedJson';
import type { SessionFence } from './sessionFence';
import { type CheckpointRow, rowToCheckpoint } from './sessionRows';
import type { StoreContext } from './storeContext';

type CheckpointStore = Pick<SessionStore, 'saveCheckpoint' | 'checkpoints' | 'checkpoint' | 'deleteCheckpoint'>;

/** Puts a checkpoint into a commit that does more; made outside of the commit, so that packing takes no time in it. */
export type CheckpointInsert = (session: number) => void;

/** Named points of the message trees; a few hundred bytes each, whatever the length of the conversation. */
export function createCheckpoints(
  { db, write, log }: StoreContext,
  { numberOf }: SessionFence,
): CheckpointStore & { prepareInsert(checkpoint: Checkpoint): CheckpointInsert } {
  const sql = prepare(db);

  function prepareInsert(checkpoint: Checkpoint): CheckpointInsert {
    const { id, label, messageId, parentId, automatic, createdAt } = checkpoint;
    const settings = packJson(checkpoint.settings);
    const files: PackedJson | null = checkpoint.files ? packJson(checkpoint.files) : null;
    return (session) => {
      sql.insert.run(id, session, label, messageId, parentId, automatic ? 1 : 0, createdAt, settings, files);
    };
  }

  return {
    prepareInsert,
    saveCheckpoint(checkpoint) {
      const insert = prepareInsert(checkpoint);
      return write(() => {
        const session = numberOf(checkpoint.sessionId);
        insert(session);
        if (!checkpoint.automatic) sql.standAt.run(checkpoint.id, session);
        if (checkpoint.files) sql.know.run(checkpoint.files.tree, session);
      });
    },
    checkpoints: (sessionId) => readableRows(sql.allOf.all(sessionId), rowToCheckpoint, log),
    checkpoint(id) {
      const row = sql.one.get(id);
      return row && rowToCheckpoint(row);
    },
    deleteCheckpoint: (id) =>
      write(() => {
        const parent = sql.parent.get(id);
        if (!parent) return false;
        sql.moveUp.run(parent.id, id);
        sql.standAbove.run(parent.id, id);
        return sql.remove.run(id).changes > 0;
      }),
  };
}

const CHECKPOINTS = `
  SELECT checkpoints.id, sessions.id AS session_id, label, messages.id AS message_id, messages.depth AS message_depth, parent_id, automatic,
    checkpoints.created_at, checkpoints.settings, checkpoints.files
  FROM checkpoints JOIN sessions ON sessions.number = checkpoints.session LEFT JOIN messages ON messages.number = checkpoints.message`;

function prepare(db: Database.Database) {
  return {
    insert: db.prepare(
      `INSERT INTO checkpoints (id, session, label, message, parent_id, automatic, created_at, settings, files)
       VALUES (?, ?, ?, (SELECT number FROM messages WHERE id = ?), ?, ?, ?, ?, ?)`,
    ),
    standAt: db.prepare('UPDATE sessions SET checkpoint_id = ? WHERE number = ?'),
    know: db.prepare('UPDATE sessions SET known_tree = ? WHERE number = ?'),
    allOf: db.prepare<[string], CheckpointRow>(`${CHECKPOINTS} WHERE sessions.id = ? ORDER BY checkpoints.number`),
    one: db.prepare<[string], CheckpointRow>(`${CHECKPOINTS} WHERE checkpoints.id = ?`),
    parent: db.prepare<[string], { id: string | null }>('SELECT parent_id AS id FROM checkpoints WHERE id = ?'),
    moveUp: db.prepare('UPDATE checkpoints SET parent_id = ? WHERE parent_id = ?'),
    standAbove: db.prepare('UPDATE sessions SET checkpoint_id = ? WHERE checkpoint_id = ?'),
    remove: db.prepare('DELETE FROM checkpoints WHERE id = ?'),
  };
}
