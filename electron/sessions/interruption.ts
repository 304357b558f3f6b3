import { AppError, isAppError } from '../../shared/lib/appError';

/** What ended a wait: the signal's own coded reason where it has one (a time-out), else that someone stopped it. */
export function abortError(signal: AbortSignal): AppError {
  const reason: unknown = signal.reason;
  if (isAppError(reason)) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') return new AppError('TIMEOUT', 'The time limit was reached.');
  return new AppError('ABORTED', 'The turn was stopped.', undefined, { cause: reason });
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortError(signal);
}

/** `work`, or the abort error as soon as the signal fires: nothing that ignores the signal holds a turn up. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Left alone, it may still fail, which then is nobody's concern.
  work.catch(() => undefined);
  throwIfAborted(signal);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(abortError(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
