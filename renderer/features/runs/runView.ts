import type { RunStatus } from '../../../shared/run/events';
import type { StepState } from '../../../shared/run/state';
import type { RunView } from './runsStore';

/** What the panels ask of a run. Pure. */

export function isUnderWay(view: RunView | undefined): boolean {
  return view?.state.status === 'running';
}

/** Milliseconds since the beginning while it runs, its whole duration after. */
export function runElapsed({ state, detail }: RunView, now: number): number {
  return state.status === 'running' ? Math.max(0, now - Date.parse(detail.startedAt)) : state.durationMs;
}

export function stepElapsed(step: StepState, now: number): number {
  const isLive = step.status === 'running' || step.status === 'waiting';
  return isLive && step.startedAt !== undefined ? Math.max(0, now - Date.parse(step.startedAt)) : step.durationMs;
}

/** The step to look at when nobody chose one: what is going on, else what went wrong, else the last that has an answer. */
export function stepToShow(steps: readonly StepState[]): string | undefined {
  const found =
    steps.find(({ status }) => status === 'waiting') ??
    steps.find(({ status }) => status === 'running') ??
    steps.find(({ status }) => status === 'failed' || status === 'interrupted') ??
    steps.findLast(({ status }) => status === 'completed') ??
    steps[0];
  return found?.id;
}

/** A run's outcome in words; being stopped is said before all else. */
export function outcomeText(status: RunStatus, aborted: boolean): string {
  if (aborted && status !== 'running') return 'Stopped';
  return { running: 'Running', interrupted: 'Interrupted', completed: 'Completed', partial: 'Partly completed', failed: 'Failed' }[status];
}

/** The failed step to run again: the selected one, else the first. */
export function stepToRetry(steps: readonly StepState[], selectedId: string | null): StepState | undefined {
  const failed = steps.filter(({ status }) => status === 'failed');
  return failed.find(({ id }) => id === selectedId) ?? failed[0];
}

export function totalTokens({ usage }: { readonly usage: StepState['usage'] }): number {
  return usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
}
