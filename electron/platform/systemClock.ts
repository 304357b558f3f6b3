import { performance } from 'node:perf_hooks';
import { AppError } from '../../shared/lib/appError';
import type { Clock } from '../engine/ports';

/** The longest delay a Node timer takes (2³¹−1 ms); anything above would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The machine's clocks. */
export function systemClock(): Clock {
  return { now: () => Date.now(), monotonic: () => performance.now(), sleep };
}

/** Keeps the process alive: whoever waits (a back-off before a retry) has work left to do. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      },
      Math.min(Math.max(ms, 0), LONGEST_TIMER_MS),
    );
    function onAbort() {
      clearTimeout(timer);
      if (signal) reject(reasonOf(signal));
    }
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function reasonOf(signal: AbortSignal): unknown {
  return signal.reason ?? new AppError('ABORTED', 'The wait was cancelled.');
}
