import type { runsContract } from '../../shared/ipc/contract/runs';
import type { InputOf, ItemOf } from '../../shared/ipc/define';

type Events = (typeof runsContract)['events'];

/** The input with which to open a broken stream again, so that nothing is missed and nothing comes twice. */
export function continueAfter(path: string, input: unknown, item: unknown): unknown {
  return path === 'runs.events' ? eventsAfter(input as InputOf<Events>, item as ItemOf<Events>) : input;
}

function eventsAfter(input: InputOf<Events>, events: ItemOf<Events>): InputOf<Events> {
  const last = events.at(-1);
  return last ? { ...input, after: last.seq } : input;
}
