import type Database from 'better-sqlite3';
import type { Message } from '../../shared/session/session';
import type { SessionFilter, SessionOverview } from '../sessions/ports';
import { readableRows, readRows } from './checkedJson';
import { likePattern } from './likePattern';
import { matchAllWords } from './messageSearch';
import { metadataValue } from './metadataValue';
import { livingOwners } from './owner';
import { MESSAGES, type MessageRow, rowToMessage, rowToSession, SESSIONS, type SessionRow } from './sessionRows';
import type { SessionPage, SessionRepository } from './store';
import type { StoreContext } from './storeContext';

const DEFAULT_LIMIT = 200;

/** Sessions as lists and cleaning up look at them; deleted ones are hidden. */
export function createSessionList({
  db,
  log,
  clock,
  searchIndex,
}: StoreContext): Pick<SessionRepository, 'list' | 'page' | 'count' | 'overview' | 'facets'> {
  const sql = prepare(db);
  /** A turn that died with its process goes on no more. */
  const parameters = (filter: SessionFilter) => filterParameters(filter, filter.state ? [...livingOwners(db, clock)] : []);
  const rowsOf = (found: readonly Found[]) => found.flatMap(({ number }) => sql.session.get(number) ?? []);

  /** Every session that matches, in the order of the list: searching for words is the dear part, and is done once. */
  function findAll(filter: SessionFilter): readonly Found[] {
    searchIndex.catchUp();
    return sql.found.all(parameters(filter));
  }

  function matchesOf(found: readonly Found[]): SessionPage['matches'] {
    const rows = found.flatMap(({ message }) => (message === null ? [] : (sql.message.get(message) ?? [])));
    return new Map(readableRows(rows, rowToMessage, log).map((message) => [message.sessionId, message]));
  }

  function page(filter: SessionFilter): SessionPage {
    if (!filter.search) {
      const asked = parameters(filter);
      return { ...readSessions(sql.list.all(asked)), total: sql.count.get(asked)?.total ?? 0, matches: NOTHING_FOUND };
    }
    const found = findAll(filter);
    const part = partOf(found, filter);
    return { ...readSessions(rowsOf(part)), total: found.length, matches: matchesOf(part) };
  }

  return {
    page,
    list(filter) {
      const rows = filter.search ? rowsOf(partOf(findAll(filter), filter)) : sql.list.all(parameters(filter));
      return readableRows(rows, rowToSession, log);
    },
    count: (filter) => (filter.search ? findAll(filter).length : (sql.count.get(parameters(filter))?.total ?? 0)),
    overview: () => sql.overview.all(),
    facets: () => ({
      workflows: sql.workflows.all().map(({ name }) => name),
      models: sql.models.all().map(({ name }) => name),
    }),
  };
}

/** Whoever asks is told of the damaged ones, so they need no line in the log. */
function readSessions(rows: readonly SessionRow[]): Pick<SessionPage, 'sessions' | 'damaged'> {
  const { values, failures } = readRows(rows, rowToSession);
  return { sessions: values, damaged: failures.map(({ row }) => row.id) };
}

function partOf(found: readonly Found[], { limit = DEFAULT_LIMIT, offset = 0 }: SessionFilter): readonly Found[] {
  return found.slice(offset, offset + limit);
}

const NOTHING_FOUND: ReadonlyMap<string, Message> = new Map();

/** A session, and the last message in it that has the words. */
type Found = { readonly number: number; readonly message: number | null };

const MATCHES = `
  WHERE deletion IS NULL
    AND (@run IS NULL OR run_id = @run)
    AND (@workflow IS NULL OR workflow_name = @workflow)
    AND (@model IS NULL OR sessions.model = @model)
    AND (@state IS NULL OR @state = CASE WHEN owner IN (SELECT value FROM json_each(@living)) THEN 'active' WHEN closed_at IS NOT NULL THEN 'closed'
      WHEN last_active_at < @idleBefore OR julianday(last_active_at) IS NULL THEN 'idle' ELSE 'active' END)`;

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
  /** The openings of the store whose sessions are in use, as JSON. */
  readonly living: string;
  readonly search: string | null;
  readonly words: string;
  readonly limit: number;
  readonly offset: number;
};

function filterParameters(
  { search, runId, workflow, model, state, limit = DEFAULT_LIMIT, offset = 0 }: SessionFilter,
  living: readonly string[],
): Filter {
  return {
    run: runId ?? null,
    workflow: workflow ?? null,
    model: model ?? null,
    state: state?.name ?? null,
    idleBefore: state?.idleBefore ?? null,
    living: JSON.stringify(living),
    search: search ? likePattern(search) : null,
    words: (search && matchAllWords(search)) || NO_WORDS,
    limit,
    offset,
  };
}
