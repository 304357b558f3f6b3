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

/** A run this process appends to: what its row will say once everything queued is committed. */
type OpenRun = { readonly number: number; readonly progress: RunProgress };

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

  async function append(runId: string, added: readonly RunEvent[]): Promise<void> {
    if (added.length === 0) return;
    try {
      const { number, progress } = openRun(runId);
      const before = progress.state.seq;
      for (const event of added) advanceGapFree(progress, event);
      const rows = added.map(eventToRow);
      const columns = progressColumns(progress);
      const [first] = added;
      const isContinued = first?.type === 'workflow.start' && first.resumed === true;
      const outcome = added.find((event): event is Outcome => event.type === 'workflow.done');
      await write(() => {
        if (isContinued) sql.takeOver.run(owner, number);
        if (sql.advance.run(...columns, number, before, owner).changes === 0) throw lostRun(runId);
        for (const row of rows) sql.insert.run(number, row.seq, row.event);
        if (outcome) sql.finish.run(outcome.status, outcome.aborted ? 1 : 0, outcome.durationMs, number);
      });
      if (outcome) open.delete(runId);
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

function progressColumns({ state, completedSteps }: RunProgress) {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = state.usage;
  return [state.seq, completedSteps, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, state.costUsd] as const;
}

function lostRun(runId: string): AppError {
  return new AppError('CONFLICT', `Run ${runId} is in the hands of another process, or is over. Open it again to see where it stands.`);
}
