import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import type { Session } from '../../shared/session/session';
import type { SessionFilter } from '../sessions/ports';
import { readableRows } from './checkedJson';
import { createCheckpoints } from './checkpoints';
import { likePattern } from './likePattern';
import { matchAllWords } from './messageSearch';
import { createMessages } from './messages';
import { packJson } from './packedJson';
import { rowToSession, type SessionRow } from './sessionRows';
import type { SessionRepository } from './store';
import type { StoreContext } from './storeContext';

const DEFAULT_LIMIT = 200;

const SESSIONS = `
  SELECT sessions.id, title, sessions.created_at, last_active_at, closed_at, heads.id AS head_id, heads.depth AS head_depth, metadata, settings,
    input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd
  FROM sessions LEFT JOIN messages AS heads ON heads.number = head`;

const MATCHES = `
  WHERE (@run IS NULL OR run_id = @run)
    AND (@search IS NULL OR title LIKE @search ESCAPE '\\' OR sessions.id LIKE @search ESCAPE '\\'
      OR (@words IS NOT NULL AND sessions.number IN (
        SELECT session FROM messages WHERE number IN (SELECT rowid FROM message_words WHERE message_words MATCH @words))))`;

type Filter = {
  readonly run: string | null;
  readonly search: string | null;
  readonly words: string | null;
  readonly limit: number;
  readonly offset: number;
};

/** Sessions with their messages and checkpoints. */
export function createSessions(context: StoreContext): SessionRepository {
  const { db, write, log } = context;
  const sql = prepare(db);

  function create(session: Session): Promise<void> {
    const columns = sessionColumns(session);
    return write(() => {
      sql.insert.run(...columns);
    });
  }

  const update: SessionRepository['update'] = (id, { title, lastActiveAt, closedAt, headId, settings }) => {
    const packed = settings && packJson(settings);
    return write(() => {
      if (!sql.exists.get(id)) throw new AppError('NOT_FOUND', 'This session was deleted meanwhile. Start a new one.');
      if (title !== undefined) sql.setTitle.run(title, id);
      if (lastActiveAt !== undefined) sql.setLastActiveAt.run(lastActiveAt, id);
      if (closedAt !== undefined) sql.setClosedAt.run(closedAt, id);
      if (packed !== undefined) sql.setSettings.run(packed, id);
      if (headId !== undefined) moveHead(id, headId);
    });
  };

  function moveHead(id: string, headId: string | null): void {
    const head = headId === null ? null : sql.messageNumber.get(headId, id)?.number;
    if (head === undefined) throw new AppError('NOT_FOUND', 'This point is not in this session. Open the session again.');
    sql.setHead.run(head, id);
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
    ...createMessages(context),
    ...createCheckpoints(context),
    create,
    get(id) {
      const row = sql.one.get(id);
      return row && rowToSession(row);
    },
    list: (filter) => readableRows(sql.list.all(filterParameters(filter)), rowToSession, log),
    count: (filter) => sql.count.get(filterParameters(filter))?.total ?? 0,
    update,
    delete: (ids) => write(() => remove(ids)),
  };
}

function prepare(db: Database.Database) {
  return {
    insert: db.prepare(
      `INSERT INTO sessions (id, title, created_at, last_active_at, closed_at, head, run_id, metadata, settings,
         input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd)
       VALUES (?, ?, ?, ?, ?, (SELECT number FROM messages WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    exists: db.prepare('SELECT 1 FROM sessions WHERE id = ?'),
    one: db.prepare<[string], SessionRow>(`${SESSIONS} WHERE sessions.id = ?`),
    list: db.prepare<[Filter], SessionRow>(
      `${SESSIONS} ${MATCHES} ORDER BY last_active_at DESC, sessions.number DESC LIMIT @limit OFFSET @offset`,
    ),
    count: db.prepare<[Filter], { total: number }>(`SELECT count(*) AS total FROM sessions ${MATCHES}`),
    setTitle: db.prepare('UPDATE sessions SET title = ? WHERE id = ?'),
    setLastActiveAt: db.prepare('UPDATE sessions SET last_active_at = ? WHERE id = ?'),
    setClosedAt: db.prepare('UPDATE sessions SET closed_at = ? WHERE id = ?'),
    setSettings: db.prepare('UPDATE sessions SET settings = ? WHERE id = ?'),
    setHead: db.prepare('UPDATE sessions SET head = ? WHERE id = ?'),
    messageNumber: db.prepare<[string, string], { number: number }>(
      'SELECT messages.number FROM messages JOIN sessions ON sessions.number = session WHERE messages.id = ? AND sessions.id = ?',
    ),
    deleteWords: db.prepare(
      `DELETE FROM message_words WHERE rowid IN (
         SELECT messages.number FROM messages JOIN sessions ON sessions.number = session WHERE sessions.id = ?)`,
    ),
    delete: db.prepare('DELETE FROM sessions WHERE id = ?'),
  };
}

function filterParameters({ search, runId, limit = DEFAULT_LIMIT, offset = 0 }: SessionFilter): Filter {
  return {
    run: runId ?? null,
    search: search ? likePattern(search) : null,
    words: (search && matchAllWords(search)) ?? null,
    limit,
    offset,
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
    JSON.stringify(metadata),
    packJson(settings),
    usage.inputTokens,
    usage.outputTokens,
    usage.cacheReadTokens,
    usage.cacheWriteTokens,
    costUsd,
  ] as const;
}
