import type { RunEvent } from '../../shared/run/events';
import { addCost, addUsage, NO_USAGE, type Usage } from '../../shared/run/usage';

/** What the list of runs shows, kept up to date event by event so that no list has to read events. */
export type RunTotals = {
  lastSeq: number;
  usage: Usage;
  costUsd: number | null;
  /** By the last outcome: a step that is run again counts once. */
  readonly completed: Set<string>;
};

export function newRunTotals(): RunTotals {
  return { lastSeq: 0, usage: NO_USAGE, costUsd: 0, completed: new Set() };
}

/** Changes `totals`: a run has one, and tens of thousands of events. */
export function addToTotals(totals: RunTotals, event: RunEvent): void {
  totals.lastSeq = event.seq;
  if (event.type === 'step.start') totals.completed.delete(event.stepId);
  if (event.type !== 'step.done') return;
  if (event.status === 'completed') totals.completed.add(event.stepId);
  totals.usage = addUsage(totals.usage, event.usage);
  totals.costUsd = addCost(totals.costUsd, event.costUsd);
}
