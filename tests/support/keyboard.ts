import type { Keyboard } from '../../electron/cli/keyboard';

/** A keyboard whose keys are pressed as soon as they are asked for. */
export function keys(...pressed: readonly string[]): Keyboard {
  const left = [...pressed];
  return pressing(() => left.shift());
}

/** A keyboard at which `next` tells the key that is pressed next; without one, nobody answers. */
export function pressing(next: () => string | undefined): Keyboard {
  return {
    answer: (signal, read) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        for (let key = next(); key !== undefined; key = next()) {
          const answer = read(key);
          if (answer !== undefined) return resolve(answer);
        }
      }),
  };
}
