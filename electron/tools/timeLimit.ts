import { AppError } from '../../shared/lib/appError';

/** Runs `work` with a signal that fires when the caller's does or when the time is up; then the failure is the given sentence. */
export async function withTimeLimit<T>(
  ms: number,
  signal: AbortSignal,
  sentence: string,
  work: (signal: AbortSignal) => Promise<T> | T,
): Promise<T> {
  const timeUp = AbortSignal.timeout(ms);
  try {
    return await work(AbortSignal.any([signal, timeUp]));
  } catch (error) {
    if (timeUp.aborted && !signal.aborted) throw new AppError('TOOL_FAILED', sentence, undefined, { cause: error });
    throw error;
  }
}
