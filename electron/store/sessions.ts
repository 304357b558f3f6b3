import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import type { Session, SessionSettings } from '../../shared/session/session';
import type { HeadMove } from '../sessions/ports';
import { type CheckpointInsert, createCheckpoints } from './checkpoints';
import { createDecisions } from './decisions';
import { createFileRestores } from './fileRestores';
import { createMessageChains } from './messageChains';
import { createMessages } from './messages';
import { type PackedJson, packJson } from './packedJson';
import { createRunFence } from './runFence';
import { createSessionDeletions } from './sessionDeletions';
import { createSessionFence } from './sessionFence';
import { createSessionList } from './sessionList';
import { rowToSession, SESSIONS, type SessionRow } from './sessionRows';
import type { SessionRepository } from './store';
import type { StoreContext } from './storeContext';

/** Sessions with their messages and checkpoints. */
export function createSessions(context: StoreContext): SessionRepository {
  const { db, write } = context;
  const sql = prepare(db);
  const refuseUnlessRunning = createRunFence(context);
  const { claims, ...fence } = createSessionFence(context);
  const { prepareInsert, ...checkpoints } = createCheckpoints(context, fence, refuseUnlessRunning);
  const fileRestores = createFileRestores(context, prepareInsert, fence.numberOf);
  const chains = createMessageChains(db);

  const update: SessionRepository['update'] = (id, { title, lastActiveAt, closedAt, settings, knownTree }) => {
    const packed = settings && packJson(settings);
    return write(() => {
      const number = fence.numberOf(id);
      if (title !== undefined) sql.setTitle.run(title, number);
      if (lastActiveAt !== undefined) sql.setLastActiveAt.run(lastActiveAt, number);
      if (closedAt !== undefined) sql.setClosedAt.run(closedAt, number);
      if (settings && packed !== undefined) changeSettings(id, number, settings, packed);
      if (knownTree !== undefined) sql.setKnownTree.run(knownTree, number);
    });
  };

  /** What is known of the files is known of one folder: whose session moves to another one knows nothing there. */
  function changeSettings(id: string, number: number, settings: SessionSettings, packed: PackedJson): void {
    if (workDirOf(sql.one.get(id)) !== settings.workDir) sql.setKnownTree.run(null, number);
    sql.setSettings.run(packed, settings.model, number);
  }

  /** What is packed is packed before the commit. */
  function prepareMove(id: string, { headId, settings, checkpointId, knownTree, marks = [] }: HeadMove): () => void {
    const packed = settings && packJson(settings);
    const inserts: CheckpointInsert[] = marks.map(prepareInsert);
    return () => {
      const number = fence.writable(id);
      const head = headId === null ? null : sql.messageNumber.get(headId, number)?.number;
      if (head === undefined) throw new AppError('NOT_FOUND', 'This point is not in this session. Open the session again.');
      for (const insert of inserts) insert(number);
      sql.setHead.run(head, number);
      if (settings && packed !== undefined) changeSettings(id, number, settings, packed);
      if (checkpointId !== undefined) sql.setCheckpoint.run(checkpointId, number);
      if (knownTree !== undefined) sql.setKnownTree.run(knownTree, number);
    };
  }

  const finishFileRestore: SessionRepository['finishFileRestore'] = ({ id, sessionId, move }, knownTree, marks = []) => {
    const moved = prepareMove(sessionId, { ...move, knownTree, marks });
    return write(() => {
      moved();
      sql.forgetRestore.run(id);
    });
  };

  return {
    ...createSessionList(context),
    ...createSessionDeletions(context),
    ...createMessages(context, fence, chains),
    ...createDecisions(context, fence),
    ...checkpoints,
    ...fileRestores,
    async beginFileRestore(restore, left) {
      chains.check(restore.move.headId);
      await fileRestores.beginFileRestore(restore, left);
    },
    ...claims,
    create(session, duringRun) {
      const columns = sessionColumns(session);
      return write(() => {
        refuseUnlessRunning(duringRun);
        sql.insert.run(...columns);
      });
    },
    get(id) {
      const row = sql.one.get(id);
      return row && rowToSession(row);
    },
    update,
    async moveHead(id, move) {
      chains.check(move.headId);
      await write(prepareMove(id, move));
    },
    finishFileRestore,
  };
}

/** Undefined also where the session cannot be read. */
function workDirOf(row: SessionRow | undefined): string | undefined {
  try {
    return row && rowToSession(row).settings.workDir;
  } catch {
    return undefined;
  }
}

function prepare(db: Database.Database) {
  return {
    insert: db.prepare(
      `INSERT INTO sessions (id, title, created_at, last_active_at, closed_at, head, run_id, workflow_name, model, metadata, settings,
         input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd)
       VALUES (?, ?, ?, ?, ?, (SELECT number FROM messages WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    one: db.prepare<[string], SessionRow>(`${SESSIONS} WHERE sessions.id = ? AND deletion IS NULL`),
    setTitle: db.prepare('UPDATE sessions SET title = ? WHERE number = ?'),
    setLastActiveAt: db.prepare('UPDATE sessions SET last_active_at = ? WHERE number = ?'),
    setClosedAt: db.prepare('UPDATE sessions SET closed_at = ? WHERE number = ?'),
    setSettings: db.prepare('UPDATE sessions SET settings = ?, model = ? WHERE number = ?'),
    setKnownTree: db.prepare('UPDATE sessions SET known_tree = ? WHERE number = ?'),
    setCheckpoint: db.prepare('UPDATE sessions SET checkpoint_id = ? WHERE number = ?'),
    forgetRestore: db.prepare('DELETE FROM file_restores WHERE id = ?'),
    setHead: db.prepare('UPDATE sessions SET head = ? WHERE number = ?'),
    messageNumber: db.prepare<[string, number], { number: number }>('SELECT number FROM messages WHERE id = ? AND session = ?'),
  };
}

function sessionColumns(session: Session) {
  const { id, title, createdAt, lastActiveAt, closedAt, headId, metadata, settings, usage, costUsd } = session;
  return [
    id,
    title,
    createdAt,
    lastActiveAt,
    closedAt,
    headId,
    metadata.runId ?? null,
    metadata.workflowName ?? null,
    settings.model,
    JSON.stringify(metadata),
    packJson(settings),
    usage.inputTokens,
    usage.outputTokens,
    usage.cacheReadTokens,
    usage.cacheWriteTokens,
    costUsd,
  ] as const;
}
