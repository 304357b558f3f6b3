import type Database from 'better-sqlite3';
import type { Checkpoint } from '../../shared/session/session';
import type { SessionStore } from '../sessions/ports';
import { readRows } from './checkedJson';
import { type PackedJson, packJson } from './packedJson';
import type { RunFence } from './runFence';
import type { SessionFence } from './sessionFence';
import { type CheckpointRow, rowToCheckpoint } from './sessionRows';
import type { StoreContext } from './storeContext';

type CheckpointStore = Pick<SessionStore, 'saveCheckpoint' | 'checkpoints' | 'damagedCheckpoints' | 'checkpoint' | 'deleteCheckpoint'>;

/** Puts a checkpoint into a commit that does more; made outside of the commit, so that packing takes no time in it. */
export type CheckpointInsert = (session: number) => void;

/** Named points of the message trees; a few hundred bytes each, whatever the length of the conversation. */
export function createCheckpoints(
  { db, write }: StoreContext,
  { numberOf }: SessionFence,
  refuseUnlessRunning: RunFence,
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

  /** To its place in the list and in the tree, as far as that is still there. */
  function bringBack(row: WholeRow, children: readonly { readonly id: string }[], stood: boolean): void {
    const parent = sql.whole.get(row.parent_id ?? '')?.id ?? null;
    const isPlaceFree = sql.place.get(row.number) === undefined;
    sql.insertWhole.run({ ...row, parent_id: parent, number: isPlaceFree ? row.number : null });
    for (const child of children) sql.hangFrom.run(row.id, child.id, row.parent_id);
    if (stood) sql.standAgain.run(row.id, row.session, row.parent_id);
  }

  return {
    prepareInsert,
    saveCheckpoint(checkpoint, duringRun) {
      const insert = prepareInsert(checkpoint);
      return write(() => {
        refuseUnlessRunning(duringRun);
        const session = numberOf(checkpoint.sessionId);
        insert(session);
        if (!checkpoint.automatic) sql.standAt.run(checkpoint.id, session);
        if (checkpoint.files) sql.know.run(checkpoint.files.tree, session);
      });
    },
    checkpoints: (sessionId) => readRows(sql.allOf.all(sessionId), rowToCheckpoint).values,
    damagedCheckpoints: (sessionId) =>
      readRows(sql.allOf.all(sessionId), rowToCheckpoint).failures.map(({ row: { id, label } }) => ({ id, label })),
    checkpoint(id) {
      const row = sql.one.get(id);
      return row && rowToCheckpoint(row);
    },
    deleteCheckpoint: (sessionId, id) =>
      write(() => {
        const row = sql.wholeOf.get(id, sessionId);
        if (!row) return undefined;
        const children = sql.children.all(id);
        sql.moveUp.run(row.parent_id, id);
        const stood = sql.standAbove.run(row.parent_id, id).changes > 0;
        sql.remove.run(id);
        return () => write(() => bringBack(row, children, stood));
      }),
  };
}

/** A row as it lies in the table. */
type WholeRow = Pick<CheckpointRow, 'id' | 'label' | 'message' | 'parent_id' | 'automatic' | 'created_at' | 'settings' | 'files'> & {
  readonly number: number;
  readonly session: number;
};

const CHECKPOINTS = `
  SELECT checkpoints.id, sessions.id AS session_id, label, message, messages.id AS message_id, messages.depth AS message_depth, parent_id, automatic,
    checkpoints.created_at, checkpoints.settings, checkpoints.files
  FROM checkpoints JOIN sessions ON sessions.number = checkpoints.session 
    LEFT JOIN messages ON messages.number = checkpoints.message AND messages.session = checkpoints.session`;

function prepare(db: Database.Database) {
  return {
    insert: db.prepare(
      `INSERT INTO checkpoints (id, session, label, message, parent_id, automatic, created_at, settings, files)
       VALUES (?, ?, ?, (SELECT number FROM messages WHERE id = ?), ?, ?, ?, ?, ?)`,
    ),
    standAt: db.prepare('UPDATE sessions SET checkpoint_id = ? WHERE number = ?'),
    know: db.prepare('UPDATE sessions SET known_tree = ? WHERE number = ? AND known_tree IS NULL'),
    allOf: db.prepare<[string], CheckpointRow>(`${CHECKPOINTS} WHERE sessions.id = ? ORDER BY checkpoints.number`),
    one: db.prepare<[string], CheckpointRow>(`${CHECKPOINTS} WHERE checkpoints.id = ?`),
    whole: db.prepare<[string], WholeRow>('SELECT * FROM checkpoints WHERE id = ?'),
    wholeOf: db.prepare<[string, string], WholeRow>(
      'SELECT * FROM checkpoints WHERE id = ? AND session = (SELECT number FROM sessions WHERE id = ?)',
    ),
    place: db.prepare<[number], { id: string }>('SELECT id FROM checkpoints WHERE number = ?'),
    children: db.prepare<[string], { id: string }>('SELECT id FROM checkpoints WHERE parent_id = ?'),
    insertWhole: db.prepare<[Omit<WholeRow, 'number'> & { readonly number: number | null }]>(
      `INSERT INTO checkpoints (number, id, session, label, message, parent_id, automatic, created_at, settings, files)
       VALUES (@number, @id, @session, @label, @message, @parent_id, @automatic, @created_at, @settings, @files)`,
    ),
    hangFrom: db.prepare('UPDATE checkpoints SET parent_id = ? WHERE id = ? AND parent_id IS ?'),
    standAgain: db.prepare('UPDATE sessions SET checkpoint_id = ? WHERE number = ? AND checkpoint_id IS ?'),
    moveUp: db.prepare('UPDATE checkpoints SET parent_id = ? WHERE parent_id = ?'),
    standAbove: db.prepare('UPDATE sessions SET checkpoint_id = ? WHERE checkpoint_id = ?'),
    remove: db.prepare('DELETE FROM checkpoints WHERE id = ?'),
  };
}
