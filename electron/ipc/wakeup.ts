import { cancelled } from '../../shared/ipc/errors';

/** A flag that one waits for. Raising it twice is like raising it once, so nothing piles up for a slow reader. */
export class Wakeup {
  #isRaised = false;
  #wake: () => void = () => {};

  readonly raise = (): void => {
    this.#isRaised = true;
    this.#wake();
  };

  lower(): void {
    this.#isRaised = false;
  }

  /** Resolves once the flag is up; rejects with `ABORTED`. */
  raised(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(cancelled());
    if (this.#isRaised) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(cancelled());
      signal.addEventListener('abort', onAbort, { once: true });
      this.#wake = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
    });
  }
}
