import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { RunDetail } from '../../../shared/ipc/contract/runs';
import { isAbort } from '../../../shared/lib/appError';
import type { RunEvent } from '../../../shared/run/events';
import { createRunState, reduceRun } from '../../../shared/run/reduce';
import { stepName } from '../../../shared/workflow/schema';
import { frameBatch } from './frameBatch';
import { runsStore } from './runsStore';

const following = new Map<string, AbortController>();

/**
 * Brings a run into the store and keeps it current until it is over: first what is stored, then what happens. Following a run that is
 * followed already does nothing; one that is known goes on after the last event seen.
 */
export async function followRun(client: Pick<StepgraphClient, 'runs'>, runId: string): Promise<void> {
  if (following.has(runId)) return;
  const leaving = new AbortController();
  following.set(runId, leaving);
  try {
    const detail = await client.runs.get({ runId }, leaving.signal);
    const known = runsStore.getState().views[runId];
    putView(runId, { detail, state: known?.state ?? initialState(detail) });
    const take = frameBatch<RunEvent>((events) => applyEvents(runId, events));
    for await (const events of client.runs.events({ runId, after: known?.state.seq ?? 0 }, leaving.signal)) take(events);
  } catch (error) {
    if (!isAbort(error)) throw error;
  } finally {
    following.delete(runId);
  }
}

/** Stops keeping a run current and forgets it. */
export function forgetRun(runId: string): void {
  following.get(runId)?.abort();
  runsStore.setState(({ views }) => {
    const { [runId]: _gone, ...others } = views;
    return { views: others };
  });
}

function applyEvents(runId: string, events: readonly RunEvent[]): void {
  const view = runsStore.getState().views[runId];
  if (view) putView(runId, { ...view, state: reduceRun(view.state, events) });
}

function putView(runId: string, view: { detail: RunDetail; state: ReturnType<typeof reduceRun> }): void {
  runsStore.setState(({ views }) => ({ views: { ...views, [runId]: view } }));
}

function initialState({ runId, workflowName, startedAt, definition }: RunDetail) {
  return createRunState({ runId, workflowName, startedAt, steps: definition.steps.map((step) => ({ id: step.id, name: stepName(step) })) });
}
