import type { ReadStream } from 'node:tty';
import { SETTLING_MS } from '../../shared/session/settling';

/** What a person types, key by key. */
export type Keyboard = {
  /**
   * The answer to a question that was just put: what `read` makes of the first key it knows. Keys do not count that were typed before, or sooner
   * than the question could be read. Nothing when the person interrupts instead, which also ends this command; rejects when the signal fires.
   */
  answer<Answer>(signal: AbortSignal, read: (key: string) => Answer | undefined): Promise<Answer | undefined>;
};

const CONTROL_C = '\u0003';

/** The keys of a terminal; without one there is nobody to ask. */
export function processKeyboard(stdin: ReadStream = process.stdin): Keyboard | undefined {
  if (!stdin.isTTY) return undefined;
  return {
    async answer(signal, read) {
      stdin.setRawMode(true);
      stdin.resume();
      try {
        return await answerFrom(stdin, signal, read);
      } finally {
        stdin.setRawMode(false);
        stdin.pause();
      }
    },
  };
}

function answerFrom<Answer>(
  stdin: ReadStream,
  signal: AbortSignal,
  read: (key: string) => Answer | undefined,
): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    let isSettled = false;
    // Where this process was busy for long, what was typed by then is only read after the timer, and before what is set immediate by it.
    const settling = setTimeout(() => setImmediate(() => (isSettled = true)), SETTLING_MS);
    const listen = (typed: unknown) => {
      const key = String(typed);
      if (key.includes(CONTROL_C)) {
        end();
        // In raw mode the terminal leaves this to us.
        process.kill(process.pid, 'SIGINT');
        resolve(undefined);
        return;
      }
      const answer = isSettled ? read(key) : undefined;
      if (answer === undefined) return;
      end();
      resolve(answer);
    };
    const giveUp = () => {
      end();
      reject(signal.reason);
    };
    const end = () => {
      clearTimeout(settling);
      stdin.off('data', listen);
      signal.removeEventListener('abort', giveUp);
    };
    stdin.on('data', listen);
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
}
