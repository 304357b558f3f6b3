/** One press of Ctrl+C can reach us several times: from the terminal, and again from each launcher (npm, npx) between. */
const SAME_PRESS_MS = 300;

/**
 * Calls `stop` at the first Ctrl+C (or SIGTERM), so that the run can end and be stored; a second one ends the process at once with status 130.
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
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return {
    [Symbol.dispose]: () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}
