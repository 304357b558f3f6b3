import type { Logger } from '../engine/ports';
import type { Subscribe } from '../ipc/hostServices';

/** Hears of all of these. */
export function joined(...sources: readonly Subscribe[]): Subscribe {
  return (listener) => {
    const leaves = sources.map((subscribe) => subscribe(listener));
    return () => {
      for (const leave of leaves) leave();
    };
  };
}

/** Tells listeners that something happened. One that throws is logged and bothers nobody else. */
export class Announcer<T extends unknown[] = []> {
  readonly #listeners = new Set<(...news: T) => void>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  readonly subscribe = (listener: (...news: T) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly announce = (...news: T): void => {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...news);
      } catch (error) {
        this.#log.error('A listener failed', error);
      }
    }
  };
}
