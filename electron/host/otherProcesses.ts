import { isAbort } from '../../shared/lib/appError';
import type { Clock, Logger } from '../engine/ports';
import type { Subscribe } from '../ipc/hostServices';
import type { Store } from '../store/store';
import { Announcer } from './announcer';

type OtherProcessesParts = {
  readonly store: Pick<Store, 'changedElsewhere' | 'runs'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Logger;
};

const LOOK_EVERY_MS = 1_000;
/** Looks between two in which those are looked for that died without a word. */
const LOOKS_PER_ROLL_CALL = 5;

/**
 * Tells of what other processes (a terminal, say) have stored, and of the runs that one of them left when it died. The store is all that they share
 * with this one and it tells nobody, so it is looked at: only while somebody listens.
 */
export function watchOtherProcesses({ store, clock, log }: OtherProcessesParts): { readonly onChange: Subscribe; close(): void } {
  const changes = new Announcer(log);
  let listeners = 0;
  let looking: AbortController | undefined;

  async function look(signal: AbortSignal): Promise<void> {
    for (let looks = 1; ; looks += 1) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      const hasDied = looks % LOOKS_PER_ROLL_CALL === 0 && (await callRoll());
      if (signal.aborted) return;
      if (store.changedElsewhere() || hasDied) changes.announce();
    }
  }

  /** A store that is busy now can be asked again. */
  async function callRoll(): Promise<boolean> {
    try {
      return (await store.runs.markInterrupted()).length > 0;
    } catch (error) {
      log.warn('Runs that other processes left could not be looked for', error);
      return false;
    }
  }

  function start(): void {
    looking = new AbortController();
    look(looking.signal).catch((error: unknown) => {
      if (!isAbort(error)) log.error('What other processes store is not shown any more until the next start', error);
    });
  }

  return {
    onChange(listener) {
      const leave = changes.subscribe(listener);
      listeners += 1;
      if (listeners === 1) start();
      let isListening = true;
      return () => {
        leave();
        if (isListening) listeners -= 1;
        isListening = false;
        if (listeners === 0) looking?.abort();
      };
    },
    close: () => looking?.abort(),
  };
}
