import type { Clock } from '../engine/ports';
import type { Subscribe } from './hostServices';
import { Wakeup } from './wakeup';

/** Changes that come closer together than this are told as one. */
const GATHER_MS = 100;

/** Yields at once and whenever something may have changed since the last item was taken. */
export async function* changes(onChange: Subscribe, clock: Clock, signal: AbortSignal): AsyncGenerator<{ readonly at: string }> {
  const changed = new Wakeup();
  const leave = onChange(changed.raise);
  try {
    for (;;) {
      changed.lower();
      yield { at: new Date(clock.now()).toISOString() };
      await changed.raised(signal);
      await clock.sleep(GATHER_MS, signal);
    }
  } finally {
    leave();
  }
}
