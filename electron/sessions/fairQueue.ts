import { abortError, throwIfAborted } from './interruption';

/** Places for work, given out first come, first served. */
export type FairQueue = {
  /** Waits for a place and resolves with the function that gives it back. Rejects, having taken none, when the signal fires. */
  enter(signal: AbortSignal): Promise<() => void>;
};

export function createFairQueue(places: number): FairQueue {
  const waiting: (() => void)[] = [];
  let free = places;

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return {
    async enter(signal) {
      throwIfAborted(signal);
      if (free > 0) free -= 1;
      else await waitForTurn(waiting, signal);
      let isInside = true;
      return () => {
        if (isInside) leave();
        isInside = false;
      };
    },
  };
}

function waitForTurn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      waiting.splice(waiting.indexOf(admit), 1);
      reject(abortError(signal));
    };
    const admit = () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    };
    waiting.push(admit);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
