import type { Clock } from '../../../../electron/engine/ports';

export type ManualClock = Clock & {
  /** Moves time on and wakes who slept until then. */
  pass(ms: number): void;
};

/** Time that stands still until a test moves it. */
export function manualClock(startAt = Date.parse('2026-01-01T00:00:00Z')): ManualClock {
  let elapsed = 0;
  const sleepers = new Set<{ readonly wakeAt: number; readonly wake: () => void }>();
  return {
    now: () => startAt + elapsed,
    monotonic: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { wakeAt: elapsed + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    pass(ms) {
      elapsed += ms;
      for (const sleeper of sleepers) {
        if (sleeper.wakeAt > elapsed) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}
