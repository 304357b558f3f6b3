import type { StepgraphHandlers } from '../../shared/ipc/contract';
import type { HostServices } from './hostServices';

export function priceHandlers({ prices }: HostServices): StepgraphHandlers['prices'] {
  return {
    list: () => prices.list(),
    change: ({ changes }) => prices.change(changes),
  };
}
