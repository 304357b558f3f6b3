import type Database from 'better-sqlite3';
import type { SessionFilter, SessionOverview } from '../sessions/ports';
import { readableRows } from './checkedJson';
import { likePattern } from './likePattern';
import { matchAllWords } from './messageSearch';
import { rowToSession, SESSIONS, type SessionRow } from './sessionRows';
import type { SessionRepository } from './store';
import type { StoreContext } from './storeContext';

const DEFAULT_LIMIT = 200;

const MATCHES = `
  WHERE deletion IS NULL
    AND (@run IS NULL OR run_id = @run)
    AND (@workflow IS NULL OR workflow_name = @workflow)
    AND (@model IS NULL OR sessions.model = @model)
    AND (@state IS NULL OR @state = CASE WHEN owner IS NOT NULL THEN 'active' WHEN closed_at IS NOT NULL THEN 'closed'
      WHEN last_active_at < @idleBefore THEN 'idle' ELSE 'active' END)
    AND (@search IS NULL OR title LIKE @search ESCAPE '\\' OR sessions.id LIKE @search ESCAPE '\\'
      OR (@words IS NOT NULL AND sessions.number IN (
        SELECT session FROM messages WHERE number IN (SELECT rowid FROM message_words WHERE message_words MATCH @words))))`;

/** Sessions as lists and cleaning up look at them; deleted ones are hidden. */
export function createSessionList({
  db,
  log,
  searchIndex,
}: StoreContext): Pick<SessionRepository, 'list' | 'count' | 'overview' | 'facets'> {
  const sql = prepare(db);

  function parameters(filter: SessionFilter): Filter {
    const filled = filterParameters(filter);
    if (filled.words !== null) searchIndex.catchUp();
    return filled;
  }

  return {
    list: (filter) => readableRows(sql.list.all(parameters(filter)), rowToSession, log),
    count: (filter) => sql.count.get(parameters(filter))?.total ?? 0,
    overview: () => sql.overview.all(),
    facets: () => ({
      workflows: sql.workflows.all().map(({ name }) => name),
      models: sql.models.all().map(({ name }) => name),
    }),
  };
}

function prepare(db: Database.Database) {
  return {
    list: db.prepare<[Filter], SessionRow>(
      `${SESSIONS} ${MATCHES} ORDER BY last_active_at DESC, sessions.number DESC LIMIT @limit OFFSET @offset`,
    ),
    count: db.prepare<[Filter], { total: number }>(`SELECT count(*) AS total FROM sessions ${MATCHES}`),
    overview: db.prepare<[], SessionOverview>(
      `SELECT id, last_active_at AS lastActiveAt, closed_at AS closedAt,
         CASE WHEN metadata LIKE '%"parentSessionId"%' AND json_valid(metadata) THEN metadata ->> '$.parentSessionId' END AS parentId
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

type Filter = {
  readonly run: string | null;
  readonly workflow: string | null;
  readonly model: string | null;
  readonly state: string | null;
  readonly idleBefore: string | null;
  readonly search: string | null;
  readonly words: string | null;
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
    words: (search && matchAllWords(search)) ?? null,
    limit,
    offset,
  };
}
