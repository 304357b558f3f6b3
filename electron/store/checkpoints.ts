import { AppError } from '../../shared/lib/appError';
import type { SessionStore } from '../sessions/ports';
import { readableRows } from './checkedJson';
import { packJson } from './packedJson';
import { type CheckpointRow, rowToCheckpoint } from './sessionRows';
import type { StoreContext } from './storeContext';

type CheckpointStore = Pick<SessionStore, 'saveCheckpoint' | 'checkpoints' | 'deleteCheckpoint'>;

/** Named points of the message trees; a few hundred bytes each, whatever the length of the conversation. */
export function createCheckpoints({ db, write, log }: StoreContext): CheckpointStore {
  const sessionNumber = db.prepare<[string], { number: number }>('SELECT number FROM sessions WHERE id = ?');
  const insert = db.prepare(
    `INSERT INTO checkpoints (id, session, label, message, parent_id, automatic, created_at, settings)
     VALUES (?, ?, ?, (SELECT number FROM messages WHERE id = ?), ?, ?, ?, ?)`,
  );
  const allOf = db.prepare<[string], CheckpointRow>(
    `SELECT checkpoints.id, sessions.id AS session_id, label, messages.id AS message_id, messages.depth AS message_depth, parent_id, automatic,
       checkpoints.created_at, checkpoints.settings
     FROM checkpoints JOIN sessions ON sessions.number = checkpoints.session LEFT JOIN messages ON messages.number = checkpoints.message
     WHERE sessions.id = ? ORDER BY checkpoints.number`,
  );
  const remove = db.prepare('DELETE FROM checkpoints WHERE id = ?');

  return {
    saveCheckpoint(checkpoint) {
      const { id, sessionId, label, messageId, parentId, automatic, createdAt } = checkpoint;
      const settings = packJson(checkpoint.settings);
      return write(() => {
        const session = sessionNumber.get(sessionId)?.number;
        if (session === undefined) throw new AppError('NOT_FOUND', 'This session was deleted meanwhile. Start a new one.');
        insert.run(id, session, label, messageId, parentId, automatic ? 1 : 0, createdAt, settings);
      });
    },
    checkpoints: (sessionId) => readableRows(allOf.all(sessionId), rowToCheckpoint, log),
    deleteCheckpoint: (id) => write(() => remove.run(id).changes > 0),
  };
}
