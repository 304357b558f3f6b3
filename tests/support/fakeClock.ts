import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../electron/engine/ports';

type Sleeper = { readonly wakeAt: number; readonly order: number; readonly wake: () => void };

/** A clock that stands still until it is told to move; the wall clock can be made to jump while the monotonic one goes on. */
export class FakeClock implements Clock {
  #elapsed = 0;
  #order = 0;
  #sleepers: Sleeper[] = [];
  /** What the wall clock shows at the beginning; change it to make it jump. */
  epoch = Date.parse('2026-01-01T00:00:00.000Z');

  now(): number {
    return this.epoch + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = { wakeAt: this.#elapsed + ms, order: this.#order++, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
          reject(signal.reason);
        },
        { once: true },
      );
    });
  }

  /** Moves to the next sleeper and wakes it. False when nobody sleeps. */
  advance(): boolean {
    const next = this.#sleepers.reduce<Sleeper | undefined>((first, each) => (first && isBefore(first, each) ? first : each), undefined);
    if (!next) return false;
    this.#sleepers = this.#sleepers.filter((each) => each !== next);
    this.#elapsed = Math.max(this.#elapsed, next.wakeAt);
    next.wake();
    return true;
  }

  /** Lets time pass, as much as is needed, until `work` is done. Throws when it can never be done. */
  async finish<T>(work: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = () => {
      isSettled = true;
    };
    work.then(settled, settled);
    for (;;) {
      await nextTurn();
      if (isSettled) return work;
      if (!this.advance()) throw new Error('Nobody sleeps, and the work is not done: it hangs');
    }
  }
}

function isBefore(a: Sleeper, b: Sleeper): boolean {
  return a.wakeAt < b.wakeAt || (a.wakeAt === b.wakeAt && a.order < b.order);
}
