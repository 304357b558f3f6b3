import type { StepgraphHandlers } from '../../shared/ipc/contract';
import type { HostServices } from './hostServices';

export function secretHandlers({ secrets }: HostServices): StepgraphHandlers['secrets'] {
  return {
    list: () => secrets.list(),
    set: ({ name, value }) => secrets.set(name, value),
    remove: ({ name }) => secrets.remove(name),
    provider: () => secrets.provider(),
    saveProvider: (change) => secrets.saveProvider(change),
  };
}
