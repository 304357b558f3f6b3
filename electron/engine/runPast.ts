import type { RunEvent } from '../../shared/run/events';
import type { RunState } from '../../shared/run/state';
import { NO_USAGE } from '../../shared/run/usage';
import type { Spending } from './attempt';

/** What a run that goes on brings along from before. */
export type RunPast = {
  readonly state: RunState;
  /** Time already spent under way, by the run and by its steps that had begun. */
  readonly durationMs: number;
  readonly stepDurations: ReadonlyMap<string, number>;
  /** What ended attempts of steps under way had spent since the step was (re)opened. */
  readonly spent: ReadonlyMap<string, Spending>;
};

/**
 * What the stored events of a run tell beyond its state: the time it was under way, without the time nobody ran it. Of the
 * steps about to be `reopened` nothing counts any more.
 */
export function recallPast(state: RunState, stored: readonly RunEvent[], reopened: readonly string[]): RunPast {
  const stepDurations = new Map<string, number>();
  const spent = new Map<string, Spending>();
  let durationMs = 0;
  for (const stretch of stretches(stored)) {
    const end = stretch.at(-1)?.timestamp ?? '';
    durationMs += between(stretch[0]?.timestamp ?? '', end);
    const startedAt = new Map<string, string>();
    for (const event of stretch) {
      if (event.type === 'workflow.start') event.reopened?.forEach(forget);
      if (event.type === 'step.start' && !startedAt.has(event.stepId)) startedAt.set(event.stepId, event.timestamp);
      if (event.type === 'step.retry') spent.set(event.stepId, { usage: event.usage ?? NO_USAGE, costUsd: event.costUsd ?? null });
      if (event.type === 'step.done') startedAt.delete(event.stepId);
    }
    for (const [id, start] of startedAt) stepDurations.set(id, (stepDurations.get(id) ?? 0) + between(start, end));
  }
  reopened.forEach(forget);
  return { state, durationMs, stepDurations, spent };

  function forget(stepId: string): void {
    stepDurations.delete(stepId);
    spent.delete(stepId);
  }
}

/** The events from each start of the run to the next. */
function stretches(stored: readonly RunEvent[]): RunEvent[][] {
  const result: RunEvent[][] = [];
  for (const event of stored) {
    if (event.type === 'workflow.start' || result.length === 0) result.push([]);
    result.at(-1)?.push(event);
  }
  return result;
}

/** Milliseconds from one stored time to another; none where the clock was set back in between. */
function between(start: string, end: string): number {
  return Math.max(0, Date.parse(end) - Date.parse(start));
}
