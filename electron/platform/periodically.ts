/** How often it is looked whether the time has come: a shortened interval holds within it. */
const LOOK_EVERY_MS = 30_000;

/** Calls `work` every `ms()` milliseconds, as that is by then, without keeping the process alive, until the returned function is called. */
export function periodically(ms: () => number, work: () => void): () => void {
  let since = performance.now();
  let timer = wait();

  function wait(): NodeJS.Timeout {
    const left = Math.max(0, since + ms() - performance.now());
    return setTimeout(look, Math.min(left, LOOK_EVERY_MS)).unref();
  }

  function look(): void {
    const isDue = performance.now() - since >= ms();
    if (isDue) since = performance.now();
    timer = wait();
    if (isDue) work();
  }

  return () => clearTimeout(timer);
}
