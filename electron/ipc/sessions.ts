import type { StepgraphHandlers } from '../../shared/ipc/contract';
import { changes } from './changes';
import { found } from './found';
import type { HostServices } from './hostServices';

const GONE = 'There is no such session any more. It may have been deleted with its run.';

export function sessionHandlers({ sessions, clock }: HostServices): StepgraphHandlers['sessions'] {
  return {
    list: (filter) => sessions.list(filter),
    get: ({ id }) => found(sessions.get(id), GONE),
    conversation: ({ id }) => sessions.conversation(id),
    checkpoints: ({ id }) => sessions.checkpoints(id),
    stats: () => sessions.stats(),
    delete: async ({ ids }) => ({ deleted: await sessions.delete(ids) }),
    changes: (_, signal) => changes(sessions.onChange, clock, signal),
  };
}
