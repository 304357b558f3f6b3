import type { StepgraphHandlers } from '../../shared/ipc/contract';
import { changes } from './changes';
import type { HostServices } from './hostServices';

export function permissionHandlers({ permissions, clock }: HostServices): StepgraphHandlers['permissions'] {
  return {
    async *pending(_, signal) {
      for await (const _change of changes(permissions.onChange, clock, signal)) yield permissions.pending();
    },
    async answer(given) {
      await permissions.answer(given);
      return null;
    },
    rules: ({ workflowId }) => permissions.rules(workflowId),
    sandbox: () => permissions.sandbox(),
    changeRules: ({ workflowId, ...changes }) => permissions.changeRules(workflowId, changes),
  };
}
