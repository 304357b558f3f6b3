import { abortError, throwIfAborted } from './interruption';

/** Places for work, given out first come, first served. */
export type FairQueue = {
  /** Waits for a place and resolves with the function that gives it back. Rejects, having taken none, when the signal fires. */
  enter(signal: AbortSignal): Promise<() => void>;
};

/** `places` is asked whenever somebody comes or leaves: with fewer than before, none is sent away, but none comes in either until enough have left. */
export function createFairQueue(places: () => number): FairQueue {
  const waiting: (() => void)[] = [];
  let taken = 0;

  function admit(): void {
    while (waiting.length > 0 && taken < places()) {
      taken += 1;
      waiting.shift()?.();
    }
  }

  return {
    async enter(signal) {
      throwIfAborted(signal);
      const admitted = waitForTurn(waiting, signal);
      admit();
      await admitted;
      let isInside = true;
      return () => {
        if (isInside) taken -= 1;
        isInside = false;
        admit();
      };
    },
  };
}

function waitForTurn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      waiting.splice(waiting.indexOf(enter), 1);
      reject(abortError(signal));
    };
    const enter = () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    };
    waiting.push(enter);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
