/** `work`, or the signal's reason as soon as it fires: nothing that does not hear the signal holds anyone up. */
export async function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  // Left alone, it may still fail, which then is nobody's concern.
  work.catch(() => undefined);
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
