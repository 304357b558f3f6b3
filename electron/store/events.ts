import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import type { RunEvent } from '../../shared/run/events';
import { workflowSchema } from '../../shared/workflow/schema';
import { checkedJson } from './checkedJson';
import { type EventRow, eventToRow, rowToEvent } from './eventRows';
import type { PackedJson } from './packedJson';
import { advanceProgress, type RunProgress, startProgress } from './runProgress';
import type { EventRepository } from './store';
import type { StoreContext } from './storeContext';
import { lostRun } from './storeError';

/** A run this process appends to: what its row will say once everything queued is committed. */
type OpenRun = { readonly number: number; readonly progress: RunProgress; batch?: Batch | undefined };

/** Events that wait for the next commit. */
type Batch = { readonly rows: EventRow[]; columns: ProgressColumns; outcome?: Outcome | undefined; readonly stored: Promise<void> };

type Outcome = Extract<RunEvent, { type: 'workflow.done' }>;

/**
 * The events of all runs. Appending is fenced: it succeeds only while this store owns the run and its stored history ends just before
 * the new events, so two processes can never write one run, nor can a gap come to be. A run that is over or interrupted is taken over
 * by the `workflow.start` that continues it.
 */
export function createEvents({ db, write, owner }: StoreContext): EventRepository {
  const sql = prepare(db);
  const open = new Map<string, OpenRun>();

  const events: EventRepository['events'] = (runId, afterSeq, limit = -1) =>
    sql.after.all(runId, afterSeq, limit).map((row) => rowToEvent(runId, row));

  function openRun(runId: string): OpenRun {
    const known = open.get(runId);
    if (known) return known;
    const row = sql.input.get(runId);
    if (!row) throw new AppError('NOT_FOUND', 'This run does not exist any more.');
    const progress = startProgress(runId, checkedJson(row.definition, workflowSchema, `run ${runId}`));
    for (const event of events(runId, 0)) advanceProgress(progress, event);
    const run = { number: row.number, progress };
    open.set(runId, run);
    return run;
  }

  /** All that is appended until the next commit is one change of the run's row. */
  function openBatch(run: OpenRun, before: number, isContinued: boolean): Batch {
    const { number, progress } = run;
    const stored = write(() => {
      if (run.batch === batch) run.batch = undefined;
      if (isContinued) sql.takeOver.run(owner, number);
      if (sql.advance.run(...batch.columns, number, before, owner).changes === 0) throw lostRun(progress.state.runId);
      for (const row of batch.rows) sql.insert.run(number, row.seq, row.event);
      const { outcome } = batch;
      if (outcome) sql.finish.run(outcome.status, outcome.aborted ? 1 : 0, outcome.durationMs, number);
    });
    const batch: Batch = { rows: [], columns: progressColumns(progress), stored };
    run.batch = batch;
    return batch;
  }

  async function append(runId: string, added: readonly RunEvent[]): Promise<void> {
    const [first] = added;
    if (!first) return;
    try {
      const run = openRun(runId);
      const before = run.progress.state.seq;
      for (const event of added) advanceGapFree(run.progress, event);
      const isContinued = first.type === 'workflow.start' && first.resumed === true;
      const batch = (isContinued ? undefined : run.batch) ?? openBatch(run, before, isContinued);
      batch.rows.push(...added.map(eventToRow));
      batch.columns = progressColumns(run.progress);
      batch.outcome = added.find((event) => event.type === 'workflow.done') ?? batch.outcome;
      await batch.stored;
      if (batch.outcome) open.delete(runId);
    } catch (error) {
      // What is kept here may say more than what is stored.
      open.delete(runId);
      throw error;
    }
  }

  return { append, events };
}

function prepare(db: Database.Database) {
  return {
    insert: db.prepare('INSERT INTO events (run, seq, event) VALUES (?, ?, ?)'),
    advance: db.prepare(
      `UPDATE runs SET last_seq = ?, completed_steps = ?, input_tokens = ?, output_tokens = ?, cache_read_tokens = ?, cache_write_tokens = ?,
         cost_usd = ? WHERE number = ? AND last_seq = ? AND owner = ?`,
    ),
    takeOver: db.prepare(
      "UPDATE runs SET status = 'running', owner = ?, aborted = 0, duration_ms = NULL WHERE number = ? AND status <> 'running'",
    ),
    finish: db.prepare('UPDATE runs SET status = ?, owner = NULL, aborted = ?, duration_ms = ? WHERE number = ?'),
    input: db.prepare<[string], { number: number; definition: PackedJson }>(
      'SELECT number, definition FROM runs JOIN run_inputs ON run = number WHERE id = ?',
    ),
    after: db.prepare<[string, number, number], EventRow>(
      'SELECT seq, event FROM events WHERE run = (SELECT number FROM runs WHERE id = ?) AND seq > ? ORDER BY seq LIMIT ?',
    ),
  };
}

function advanceGapFree(progress: RunProgress, event: RunEvent): void {
  const { runId, seq } = progress.state;
  if (event.seq !== seq + 1) throw new Error(`Event ${event.seq} of run ${runId} does not follow ${seq}.`);
  advanceProgress(progress, event);
}

type ProgressColumns = ReturnType<typeof progressColumns>;

function progressColumns({ state, completedSteps }: RunProgress) {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = state.usage;
  return [state.seq, completedSteps, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, state.costUsd] as const;
}
