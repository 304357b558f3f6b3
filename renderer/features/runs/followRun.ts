import type { StepgraphClient } from '../../../shared/ipc/contract';
import { isAbort } from '../../../shared/lib/appError';
import type { RunEvent } from '../../../shared/run/events';
import { createRunState, interruptRun, reduceRun } from '../../../shared/run/reduce';
import { frameBatch } from './frameBatch';
import { type Runs, type RunView, runsStore } from './runsStore';

type Client = Pick<StepgraphClient, 'runs'>;

const following = new Map<string, AbortController>();

/**
 * Brings a run into the store and keeps it current until it is over: first what is stored, then what happens. Following a run that is
 * followed already does nothing; one that is known goes on after the last event seen.
 */
export async function followRun(client: Client, runId: string): Promise<void> {
  if (following.has(runId)) return;
  const leaving = new AbortController();
  following.set(runId, leaving);
  try {
    await follow(client, runId, leaving.signal);
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

/** Keeps every run current that some document or tab shows; `onError` hears of those that can't be loaded. */
export function keepFollowing(client: Client, onError: (runId: string, error: unknown) => void): () => void {
  const asked = new Set<string>();
  const look = (runs: Runs): void => {
    for (const runId of wantedRuns(runs)) {
      if (asked.has(runId) || runs.views[runId]) continue;
      asked.add(runId);
      followRun(client, runId)
        .catch((error: unknown) => onError(runId, error))
        .finally(() => asked.delete(runId));
    }
  };
  look(runsStore.getState());
  return runsStore.subscribe(look);
}

function wantedRuns({ shown, tabs }: Runs): readonly string[] {
  return [...Object.values(shown), ...tabs.filter(({ kind }) => kind === 'run').map(({ id }) => id)];
}

async function follow(client: Client, runId: string, signal: AbortSignal): Promise<void> {
  const detail = await client.runs.get({ runId }, signal);
  const state = runsStore.getState().views[runId]?.state ?? createRunState(runId, detail.definition);
  putView(runId, { detail, state });
  const batch = frameBatch<RunEvent>((events) => update(runId, (view) => ({ ...view, state: reduceRun(view.state, events) })));
  for await (const events of client.runs.events({ runId, after: state.seq }, signal)) batch.take(events);
  batch.flush();
  const final = await client.runs.get({ runId }, signal);
  // No event says that a host died: its run just ends without one.
  update(runId, (view) => ({ detail: final, state: final.status === 'interrupted' ? interruptRun(view.state) : view.state }));
}

function update(runId: string, change: (view: RunView) => RunView): void {
  const view = runsStore.getState().views[runId];
  if (view) putView(runId, change(view));
}

function putView(runId: string, view: RunView): void {
  runsStore.setState(({ views }) => ({ views: { ...views, [runId]: view } }));
}
