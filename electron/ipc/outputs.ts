import type { StepgraphHandlers } from '../../shared/ipc/contract';
import { found } from './found';
import type { HostServices } from './hostServices';

export function outputHandlers({ outputs }: HostServices): StepgraphHandlers['outputs'] {
  return {
    list: ({ sessionId }) => outputs.list(sessionId),
    get: ({ sessionId, callId }) => outputs.get(sessionId, callId) ?? null,
    part: ({ sessionId, callId, part }) =>
      found(outputs.part(sessionId, callId, part), 'There is no such part of this output any more. Its session may have been deleted.'),
  };
}
