import { once } from 'node:events';
import type { ReadStream } from 'node:tty';

/** What a person types, key by key. */
export type Keyboard = {
  /** The next key pressed. Rejects when the signal fires. Ctrl+C still interrupts. */
  key(signal: AbortSignal): Promise<string>;
};

const CONTROL_C = '\u0003';

/** The keys of a terminal; without one there is nobody to ask. */
export function processKeyboard(stdin: ReadStream = process.stdin): Keyboard | undefined {
  if (!stdin.isTTY) return undefined;
  return {
    async key(signal) {
      stdin.setRawMode(true);
      stdin.resume();
      try {
        const [typed] = await once(stdin, 'data', { signal });
        const key = String(typed);
        // In raw mode the terminal leaves this to us.
        if (key.includes(CONTROL_C)) process.kill(process.pid, 'SIGINT');
        return key;
      } finally {
        stdin.setRawMode(false);
        stdin.pause();
      }
    },
  };
}
