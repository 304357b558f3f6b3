import type { StepgraphClient } from '../../shared/ipc/contract';
import { isAbort } from '../../shared/lib/appError';
import type { RunEvent } from '../../shared/run/events';
import { applyRunEvent, createRunState } from '../../shared/run/reduce';
import type { RunState, StepState } from '../../shared/run/state';
import type { ChildPlace } from './progress/stepProgress';

export type ChildWatcher = {
  onNews(place: ChildPlace, state: RunState, events: readonly RunEvent[]): void;
  onFailure(error: unknown): void;
};

/**
 * Follows what the steps of a run start, by themselves or through agents, and what the steps of that start in turn. Events before `since` count
 * but are no news. To be ended when the run is over: what it started then is, too, and `end` resolves once all of it is told.
 */
export function watchChildRuns(client: StepgraphClient, parent: RunState, since: string, watcher: ChildWatcher): { end(): Promise<void> } {
  const over = new AbortController();
  const followed = new Map<string, Promise<void>>();
  const states: { readonly state: RunState; readonly depth: number }[] = [{ state: parent, depth: 0 }];
  /** Sessions that start nothing any more. */
  const settled = new Set<string>();

  async function look(): Promise<void> {
    // What is found adds to the list meanwhile.
    for (const { state, depth } of states) {
      for (const { sessionId, toolCalls, status } of [...state.steps.values()]) {
        if (toolCalls.length === 0 || settled.has(sessionId)) continue;
        await lookBelow(sessionId, { sessionId, depth: depth + 1 });
        if (!isUnderWay(status)) settled.add(sessionId);
      }
    }
  }

  async function lookBelow(sessionId: string, place: ChildPlace): Promise<void> {
    for (const { runId } of await client.runs.children({ sessionId })) {
      if (!followed.has(runId)) followed.set(runId, follow(runId, place).catch(watcher.onFailure));
    }
    for (const { id } of await client.sessions.startedBy({ id: sessionId })) await lookBelow(id, place);
  }

  async function follow(runId: string, place: ChildPlace): Promise<void> {
    const { definition } = await client.runs.get({ runId });
    const state = createRunState(runId, definition);
    states.push({ state, depth: place.depth });
    for await (const events of client.runs.events({ runId, after: 0 })) {
      for (const event of events) applyRunEvent(state, event);
      watcher.onNews(
        place,
        state,
        events.filter(({ timestamp }) => timestamp >= since),
      );
    }
  }

  async function watch(): Promise<void> {
    try {
      for await (const _ of client.runs.changes({}, over.signal)) await look();
    } catch (error) {
      if (!over.signal.aborted || !isAbort(error)) watcher.onFailure(error);
    }
  }

  const watched = watch();
  return {
    async end() {
      over.abort();
      await watched;
      // What began and ended between two looks, and what that had started.
      for (let known = -1; known < followed.size; ) {
        known = followed.size;
        await look().catch(watcher.onFailure);
        await Promise.all(followed.values());
      }
    },
  };
}

function isUnderWay(status: StepState['status']): boolean {
  return status === 'pending' || status === 'running' || status === 'waiting';
}
