import type Database from 'better-sqlite3';
import type { Message } from '../../shared/session/session';
import type { SessionFilter, SessionOverview } from '../sessions/ports';
import { readableRows } from './checkedJson';
import { likePattern } from './likePattern';
import { matchAllWords } from './messageSearch';
import { metadataValue } from './metadataValue';
import { MESSAGES, type MessageRow, rowToMessage, rowToSession, SESSIONS, type SessionRow } from './sessionRows';
import type { SessionPage, SessionRepository } from './store';
import type { StoreContext } from './storeContext';

const DEFAULT_LIMIT = 200;

/** Sessions as lists and cleaning up look at them; deleted ones are hidden. */
export function createSessionList({
  db,
  log,
  searchIndex,
}: StoreContext): Pick<SessionRepository, 'list' | 'page' | 'count' | 'overview' | 'facets'> {
  const sql = prepare(db);

  /** Every session that matches, in the order of the list: searching for words is the dear part, and is done once. */
  function findAll(filter: SessionFilter): readonly Found[] {
    searchIndex.catchUp();
    return sql.found.all(filterParameters(filter));
  }

  function read(found: readonly Found[]): Omit<SessionPage, 'total'> {
    const sessions = readableRows(
      found.flatMap(({ number }) => sql.session.get(number) ?? []),
      rowToSession,
      log,
    );
    const matches = readableRows(
      found.flatMap(({ message }) => (message === null ? [] : (sql.message.get(message) ?? []))),
      rowToMessage,
      log,
    );
    return { sessions, matches: new Map(matches.map((message) => [message.sessionId, message])) };
  }

  function page(filter: SessionFilter): SessionPage {
    if (!filter.search) {
      const parameters = filterParameters(filter);
      return { sessions: listed(filter), total: sql.count.get(parameters)?.total ?? 0, matches: NOTHING_FOUND };
    }
    const { limit = DEFAULT_LIMIT, offset = 0 } = filter;
    const found = findAll(filter);
    return { ...read(found.slice(offset, offset + limit)), total: found.length };
  }

  const listed = (filter: SessionFilter) => readableRows(sql.list.all(filterParameters(filter)), rowToSession, log);
  return {
    page,
    list: (filter) => (filter.search ? page(filter).sessions : listed(filter)),
    count: (filter) => (filter.search ? findAll(filter).length : (sql.count.get(filterParameters(filter))?.total ?? 0)),
    overview: () => sql.overview.all(),
    facets: () => ({
      workflows: sql.workflows.all().map(({ name }) => name),
      models: sql.models.all().map(({ name }) => name),
    }),
  };
}

const NOTHING_FOUND: ReadonlyMap<string, Message> = new Map();

/** A session, and the last message in it that has the words. */
type Found = { readonly number: number; readonly message: number | null };

const MATCHES = `
  WHERE deletion IS NULL
    AND (@run IS NULL OR run_id = @run)
    AND (@workflow IS NULL OR workflow_name = @workflow)
    AND (@model IS NULL OR sessions.model = @model)
    AND (@state IS NULL OR @state = CASE WHEN owner IS NOT NULL THEN 'active' WHEN closed_at IS NOT NULL THEN 'closed'
      WHEN last_active_at < @idleBefore THEN 'idle' ELSE 'active' END)`;

const LAST_ACTIVE_FIRST = 'ORDER BY last_active_at DESC, sessions.number DESC';

function prepare(db: Database.Database) {
  return {
    list: db.prepare<[Filter], SessionRow>(`${SESSIONS} ${MATCHES} ${LAST_ACTIVE_FIRST} LIMIT @limit OFFSET @offset`),
    count: db.prepare<[Filter], { total: number }>(`SELECT count(*) AS total FROM sessions ${MATCHES}`),
    // By the index, which holds all that is needed: rows are long, and common words are in thousands of them.
    found: db.prepare<[Filter], Found>(
      `WITH found AS MATERIALIZED (
         SELECT session, max(number) AS message FROM messages INDEXED BY messages_by_session
         WHERE number IN (SELECT rowid FROM message_words WHERE message_words MATCH @words) GROUP BY session)
       SELECT sessions.number, message FROM sessions LEFT JOIN found ON session = sessions.number ${MATCHES}
         AND (message IS NOT NULL OR title LIKE @search ESCAPE '\\' OR sessions.id LIKE @search ESCAPE '\\') ${LAST_ACTIVE_FIRST}`,
    ),
    session: db.prepare<[number], SessionRow>(`${SESSIONS} WHERE sessions.number = ?`),
    message: db.prepare<[number], MessageRow>(`${MESSAGES} WHERE messages.number = ?`),
    overview: db.prepare<[], SessionOverview>(
      `SELECT id, last_active_at AS lastActiveAt, closed_at AS closedAt, ${metadataValue('parentSessionId')} AS parentId
       FROM sessions WHERE deletion IS NULL ORDER BY last_active_at DESC`,
    ),
    workflows: db.prepare<[], { name: string }>(
      'SELECT DISTINCT workflow_name AS name FROM sessions WHERE deletion IS NULL AND workflow_name IS NOT NULL ORDER BY name',
    ),
    models: db.prepare<[], { name: string }>(
      'SELECT DISTINCT model AS name FROM sessions WHERE deletion IS NULL AND model IS NOT NULL ORDER BY name',
    ),
  };
}

/** What no message has. */
const NO_WORDS = '""';

type Filter = {
  readonly run: string | null;
  readonly workflow: string | null;
  readonly model: string | null;
  readonly state: string | null;
  readonly idleBefore: string | null;
  readonly search: string | null;
  readonly words: string;
  readonly limit: number;
  readonly offset: number;
};

function filterParameters({ search, runId, workflow, model, state, limit = DEFAULT_LIMIT, offset = 0 }: SessionFilter): Filter {
  return {
    run: runId ?? null,
    workflow: workflow ?? null,
    model: model ?? null,
    state: state?.name ?? null,
    idleBefore: state?.idleBefore ?? null,
    search: search ? likePattern(search) : null,
    words: (search && matchAllWords(search)) || NO_WORDS,
    limit,
    offset,
  };
}
