import { AppError } from '../../shared/lib/appError';
import type { RunEvent } from '../../shared/run/events';
import { type EventRow, eventToRow, rowToEvent } from './eventRows';
import { addToTotals, newRunTotals, type RunTotals } from './runTotals';
import type { EventRepository } from './store';
import type { StoreContext } from './storeContext';

/** A run this process appends to: what its row will say once everything queued is committed. */
type OpenRun = { readonly number: number; readonly totals: RunTotals };

type Outcome = Extract<RunEvent, { type: 'workflow.done' }>;

/**
 * The events of all runs. Appending is fenced: it succeeds only while this store owns the run and its stored history ends just before
 * the new events, so two processes can never write one run, nor can a gap come to be.
 */
export function createEvents({ db, write, owner }: StoreContext): EventRepository {
  const insert = db.prepare('INSERT INTO events (run, seq, timestamp, fact) VALUES (?, ?, ?, ?)');
  const advance = db.prepare(
    `UPDATE runs SET last_seq = ?, completed_steps = ?, input_tokens = ?, output_tokens = ?, cache_read_tokens = ?, cache_write_tokens = ?, cost_usd = ?
     WHERE number = ? AND last_seq = ? AND owner = ?`,
  );
  const takeOver = db.prepare(
    "UPDATE runs SET status = 'running', owner = ?, aborted = 0, duration_ms = NULL WHERE number = ? AND status <> 'running'",
  );
  const finish = db.prepare('UPDATE runs SET status = ?, owner = NULL, aborted = ?, duration_ms = ? WHERE number = ?');
  const numberOf = db.prepare<[string], { number: number }>('SELECT number FROM runs WHERE id = ?');
  const after = db.prepare<[string, number, number], EventRow>(
    `SELECT seq, timestamp, fact FROM events WHERE run = (SELECT number FROM runs WHERE id = ?) AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const open = new Map<string, OpenRun>();

  const events: EventRepository['events'] = (runId, afterSeq, limit = -1) =>
    after.all(runId, afterSeq, limit).map((row) => rowToEvent(runId, row));

  function openRun(runId: string): OpenRun {
    const known = open.get(runId);
    if (known) return known;
    const row = numberOf.get(runId);
    if (!row) throw new AppError('NOT_FOUND', 'This run does not exist any more.');
    const totals = newRunTotals();
    for (const event of events(runId, 0)) addToTotals(totals, event);
    const run = { number: row.number, totals };
    open.set(runId, run);
    return run;
  }

  async function append(runId: string, added: readonly RunEvent[]): Promise<void> {
    if (added.length === 0) return;
    const { number, totals } = openRun(runId);
    const before = totals.lastSeq;
    for (const event of added) addToTotals(totals, event);
    const rows = added.map(eventToRow);
    const columns = totalColumns(totals);
    const isResumed = added.some((event) => event.type === 'workflow.start' && event.resumed === true);
    const outcome = added.find((event): event is Outcome => event.type === 'workflow.done');
    try {
      await write(() => {
        if (isResumed) takeOver.run(owner, number);
        if (advance.run(...columns, number, before, owner).changes === 0) throw lostRun(runId);
        for (const row of rows) insert.run(number, row.seq, row.timestamp, row.fact);
        if (outcome) finish.run(outcome.status, outcome.aborted ? 1 : 0, outcome.durationMs, number);
      });
      if (outcome) open.delete(runId);
    } catch (error) {
      open.delete(runId);
      throw error;
    }
  }

  return { append, events };
}

function totalColumns({ lastSeq, completed, usage, costUsd }: RunTotals) {
  return [lastSeq, completed.size, usage.inputTokens, usage.outputTokens, usage.cacheReadTokens, usage.cacheWriteTokens, costUsd] as const;
}

function lostRun(runId: string): AppError {
  return new AppError('CONFLICT', `Run ${runId} is in the hands of another process, or is over. Open it again to see where it stands.`);
}
