import type { StartedWithin, WorkflowRunResult } from './state';
import { addCost, addUsage, type Usage } from './usage';

export type Spending = { readonly usage: Usage; readonly costUsd: number | null };

/** A run's result with what its steps started and what all of it together came to; a result's own `usage` and `costUsd` are those of its steps alone. */
export type TotalledRunResult = WorkflowRunResult & { readonly startedWithin: StartedWithin; readonly total: Spending };

export function totalSpending(own: Spending, within: Spending): Spending {
  return { usage: addUsage(own.usage, within.usage), costUsd: addCost(own.costUsd, within.costUsd) };
}

export function totalled(result: WorkflowRunResult, startedWithin: StartedWithin): TotalledRunResult {
  return { ...result, startedWithin, total: totalSpending(result, startedWithin) };
}
