import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import { readableRows } from './checkedJson';
import { likePattern } from './likePattern';
import { hasGoneOwners, interruptAbandonedRuns } from './owner';
import { packJson } from './packedJson';
import type { NewRun, RunFilter } from './records';
import { RUN_FAMILY } from './runFamily';
import { RUN_COLUMNS, RUN_SUMMARY_COLUMNS, type RunRow, type RunSummaryRow, rowToRun, rowToRunSummary } from './runRows';
import { createStartedWithin } from './startedWithin';
import type { RunRepository } from './store';
import type { StoreContext } from './storeContext';

const DEFAULT_LIMIT = 200;

/** Runs with their frozen input. Their progress is written by the events' repository. */
export function createRuns({ db, write, clock, log, owner }: StoreContext): RunRepository {
  const sql = prepare(db);

  function create(run: NewRun): Promise<void> {
    const inputs = inputColumns(run);
    return write(() => {
      const { lastInsertRowid } = sql.insert.run(...runColumns(run, owner));
      sql.insertInputs.run(lastInsertRowid, ...inputs);
    });
  }

  function remove(runId: string): boolean {
    if (sql.runningInFamily.get(runId)) throw new AppError('BUSY', 'This run is still under way. Stop it first, then delete it.');
    const family = sql.family.all(runId);
    for (const { number, id } of family) {
      sql.deleteWords.run(id);
      sql.deleteSessions.run(id);
      sql.deleteRun.run(number);
    }
    return family.length > 0;
  }

  return {
    create,
    get(runId) {
      const row = sql.one.get(runId);
      return row && rowToRun(row);
    },
    list(filter) {
      const parameters = listParameters(filter);
      return { runs: readableRows(sql.list.all(parameters), rowToRunSummary, log), total: sql.count.get(parameters)?.total ?? 0 };
    },
    delete: (runId) => write(() => remove(runId)),
    startedWithin: createStartedWithin(db),
    markInterrupted: async () => (hasGoneOwners(db, clock) ? write(() => interruptAbandonedRuns(db, clock)) : []),
  };
}

type ListParameters = {
  readonly search: string | null;
  readonly workflow: string | null;
  readonly parent: string | null;
  readonly limit: number;
  readonly offset: number;
};

const MATCHES = `
  FROM runs JOIN run_inputs ON run = number
  WHERE parent_session_id IS @parent
    AND (@workflow IS NULL OR workflow_id = @workflow)
    AND (@search IS NULL OR workflow_name LIKE @search ESCAPE '\\' OR runs.id LIKE @search ESCAPE '\\'
      OR (typeof(parameters) = 'text' AND parameters LIKE @search ESCAPE '\\'))`;

function prepare(db: Database.Database) {
  return {
    insert: db.prepare(
      `INSERT INTO runs (id, workflow_id, workflow_name, parent_session_id, parent_call_id, status, owner, aborted, rehearsal, started_at,
         step_count, completed_steps, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd, last_seq)
       VALUES (?, ?, ?, ?, ?, 'running', ?, 0, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0)`,
    ),
    insertInputs: db.prepare(
      `INSERT INTO run_inputs (run, definition, parameters, work_dir, permission_mode, permissions, max_concurrency, model, system_prompt)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    one: db.prepare<[string], RunRow>(`SELECT ${RUN_COLUMNS} FROM runs JOIN run_inputs ON run = number WHERE id = ?`),
    list: db.prepare<[ListParameters], RunSummaryRow>(
      `SELECT ${RUN_SUMMARY_COLUMNS} ${MATCHES} ORDER BY number DESC LIMIT @limit OFFSET @offset`,
    ),
    count: db.prepare<[ListParameters], { total: number }>(`SELECT count(*) AS total ${MATCHES}`),
    runningInFamily: db.prepare<[string], { id: string }>(
      `${RUN_FAMILY} SELECT runs.id FROM runs JOIN family USING (number) WHERE status = 'running' LIMIT 1`,
    ),
    family: db.prepare<[string], { number: number; id: string }>(`${RUN_FAMILY} SELECT number, id FROM family`),
    deleteWords: db.prepare(
      `DELETE FROM message_words WHERE rowid IN (
         SELECT messages.number FROM messages JOIN sessions ON sessions.number = session WHERE run_id = ?)`,
    ),
    deleteSessions: db.prepare('DELETE FROM sessions WHERE run_id = ?'),
    deleteRun: db.prepare('DELETE FROM runs WHERE number = ?'),
  };
}

function listParameters(filter: RunFilter): ListParameters {
  return {
    search: filter.search ? likePattern(filter.search) : null,
    workflow: filter.workflowId ?? null,
    parent: filter.parentSessionId ?? null,
    limit: filter.limit ?? DEFAULT_LIMIT,
    offset: filter.offset ?? 0,
  };
}

function runColumns(run: NewRun, owner: string) {
  return [
    run.runId,
    run.workflowId,
    run.definition.name,
    run.parentSessionId,
    run.parentCallId,
    owner,
    run.rehearsal ? 1 : 0,
    run.startedAt,
    run.definition.steps.length,
  ] as const;
}

function inputColumns(run: NewRun) {
  const { model, systemPrompt } = run.modelSettings;
  return [
    packJson(run.definition),
    packJson(run.params),
    run.workDir,
    run.permissionMode,
    run.permissions ? packJson(run.permissions) : null,
    run.maxConcurrency,
    model,
    systemPrompt,
  ] as const;
}
