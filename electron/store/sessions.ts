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
  const insert = db.prepare(
    `INSERT INTO sessions (id, title, created_at, last_active_at, closed_at, head, run_id, metadata, settings,
       input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd)
     VALUES (?, ?, ?, ?, ?, (SELECT number FROM messages WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const one = db.prepare<[string], SessionRow>(`${SESSIONS} WHERE sessions.id = ?`);
  const listed = db.prepare<[Filter], SessionRow>(
    `${SESSIONS} ${MATCHES} ORDER BY last_active_at DESC, sessions.number DESC LIMIT @limit OFFSET @offset`,
  );
  const counted = db.prepare<[Filter], { total: number }>(`SELECT count(*) AS total FROM sessions ${MATCHES}`);
  const change = {
    title: db.prepare('UPDATE sessions SET title = ? WHERE id = ?'),
    lastActiveAt: db.prepare('UPDATE sessions SET last_active_at = ? WHERE id = ?'),
    closedAt: db.prepare('UPDATE sessions SET closed_at = ? WHERE id = ?'),
    settings: db.prepare('UPDATE sessions SET settings = ? WHERE id = ?'),
    head: db.prepare('UPDATE sessions SET head = (SELECT number FROM messages WHERE id = ? AND session = sessions.number) WHERE id = ?'),
  };
  const isOneOf = db.prepare<[string, string], { number: number }>(
    'SELECT messages.number FROM messages JOIN sessions ON sessions.number = session WHERE messages.id = ? AND sessions.id = ?',
  );
  const deleteWords = db.prepare(
    'DELETE FROM message_words WHERE rowid IN (SELECT messages.number FROM messages JOIN sessions ON sessions.number = session WHERE sessions.id = ?)',
  );
  const deleteSession = db.prepare('DELETE FROM sessions WHERE id = ?');

  const get: SessionRepository['get'] = (id) => {
    const row = one.get(id);
    return row && rowToSession(row);
  };

  const update: SessionRepository['update'] = (id, { title, lastActiveAt, closedAt, headId, settings }) => {
    const packed = settings && packJson(settings);
    return write(() => {
      if (!one.get(id)) throw new AppError('NOT_FOUND', 'This session was deleted meanwhile. Start a new one.');
      if (title !== undefined) change.title.run(title, id);
      if (lastActiveAt !== undefined) change.lastActiveAt.run(lastActiveAt, id);
      if (closedAt !== undefined) change.closedAt.run(closedAt, id);
      if (packed !== undefined) change.settings.run(packed, id);
      if (headId === undefined) return;
      if (headId !== null && !isOneOf.get(headId, id))
        throw new AppError('NOT_FOUND', 'This point is not in this session. Open the session again.');
      change.head.run(headId, id);
    });
  };

  return {
    ...createMessages(context),
    ...createCheckpoints(context),
    create(session) {
      const columns = sessionColumns(session);
      return write(() => {
        insert.run(...columns);
      });
    },
    get,
    list: (filter) => readableRows(listed.all(filterParameters(filter)), rowToSession, log),
    count: (filter) => counted.get(filterParameters(filter))?.total ?? 0,
    update,
    delete: (ids) =>
      write(() => {
        let deleted = 0;
        for (const id of ids) {
          deleteWords.run(id);
          deleted += deleteSession.run(id).changes;
        }
        return deleted;
      }),
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
