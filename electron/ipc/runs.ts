import type { StepgraphHandlers } from '../../shared/ipc/contract';
import { changes } from './changes';
import { found } from './found';
import type { HostServices } from './hostServices';
import { runEvents } from './runEvents';

const GONE = 'There is no such run any more. It may have been deleted in another window.';

export function runHandlers({ runs, clock }: HostServices): StepgraphHandlers['runs'] {
  return {
    list: (filter) => runs.list(filter),
    get: ({ runId }) => found(runs.get(runId), GONE),
    children: ({ sessionId }) => runs.children(sessionId),
    startedWithin: ({ runId }) => runs.startedWithin(runId),
    start: (input) => runs.start(input),
    async stop({ runId }) {
      await runs.stop(runId);
      return null;
    },
    async resume({ runId }) {
      await runs.resume(runId);
      return null;
    },
    async retryStep({ runId, stepId }) {
      await runs.retryStep(runId, stepId);
      return null;
    },
    async rerunStep({ runId, stepId }) {
      await runs.rerunStep(runId, stepId);
      return null;
    },
    async delete({ runId }) {
      found(await runs.delete(runId), GONE);
      return null;
    },
    events: (input, signal) => runEvents(runs, input, clock, signal),
    changes: (_, signal) => changes(runs.onChange, clock, signal),
  };
}
