/** One press of Ctrl+C can reach us several times: from the terminal, and again from each launcher (npm, npx) between. */
const SAME_PRESS_MS = 300;

/** Ctrl+C, being told to end, a terminal that was closed, and Ctrl+\. Without a listener each ends this process, but none of its tools. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Calls `stop` at the first of these signals, so that the run can end and be stored; a second one ends the process at once with status 130.
 * `using` it restores the default.
 */
export function onInterrupt(stop: () => void): Disposable {
  let firstAt: number | undefined;
  const listener = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      stop();
    } else if (performance.now() - firstAt > SAME_PRESS_MS) {
      process.exit(130);
    }
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}
