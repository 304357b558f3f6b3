import type { StepgraphHandlers } from '../../shared/ipc/contract';
import { changes } from './changes';
import { found } from './found';
import type { HostServices } from './hostServices';

export function processHandlers({ processes, clock }: HostServices): StepgraphHandlers['processes'] {
  return {
    async *running(_, signal) {
      for await (const _change of changes(processes.onChange, clock, signal)) yield processes.running();
    },
    async stop({ id }) {
      found(await processes.stop(id), 'It had ended already.');
      return null;
    },
  };
}
