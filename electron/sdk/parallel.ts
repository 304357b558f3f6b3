import { AppError } from '../../shared/lib/appError';
import { inTaskScope, joinTaskSignal } from './taskScope';

/**
 * A unit of concurrent work. It is given a signal that is aborted when its result is no longer wanted; what it starts through the SDK ends with that
 * signal by itself.
 */
export type Task<T> = (signal: AbortSignal) => Promise<T> | T;

export type ParallelOptions = {
  /** How many tasks may run at the same time; a positive integer. Default 5. */
  readonly maxConcurrency?: number;
  /** Reject with the first error in time and abort the other tasks. Default false. */
  readonly failFast?: boolean;
  readonly signal?: AbortSignal;
};

/** Results by index; the place of a failed task holds `undefined` and its error stands in `errors` under the same index. */
export type ParallelResults<T> = (T | undefined)[] & { readonly errors: readonly (unknown | undefined)[] };

/** The same for tasks of several kinds: the place of each has the type of its result. */
export type TaskResults<Tasks extends readonly Task<unknown>[]> = {
  -readonly [Index in keyof Tasks]: Awaited<ReturnType<Tasks[Index]>> | undefined;
} & { readonly errors: readonly (unknown | undefined)[] };

const DEFAULT_CONCURRENCY = 5;
/** About 25 days: what a timer can wait. Longer is for ever. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs tasks concurrently, at most `maxConcurrency` at once, in the order given (chapter 7, section 2.1).
 *
 * Rejects with `RangeError` for a bad `maxConcurrency`, with `INVALID_INPUT` for options that are none, with `AggregateError` when every task failed, with the first error when
 * `failFast` is set, and with `ABORTED` when the signal fires; tasks that have not started by then never do.
 */
export function parallel<const Tasks extends readonly Task<unknown>[]>(
  tasks: Tasks,
  options?: ParallelOptions,
): Promise<TaskResults<Tasks>>;
export function parallel<T>(tasks: readonly Task<T>[], options?: ParallelOptions): Promise<ParallelResults<T>>;
export async function parallel<T>(tasks: readonly Task<T>[], options: ParallelOptions = {}): Promise<ParallelResults<T>> {
  refuseOthers(tasks);
  refuseOtherOptions(options);
  const { maxConcurrency = DEFAULT_CONCURRENCY, failFast = false } = options;
  const signal = joinTaskSignal(options.signal);
  if (!Number.isInteger(maxConcurrency) || maxConcurrency < 1) {
    throw new RangeError(`maxConcurrency must be a positive integer, not ${String(maxConcurrency)}.`);
  }
  if (signal?.aborted) throw new AppError('ABORTED', 'The caller aborted these tasks.', undefined, { cause: signal.reason });
  const results: (T | undefined)[] = new Array<T | undefined>(tasks.length).fill(undefined);
  const errors: (unknown | undefined)[] = new Array<unknown>(tasks.length).fill(undefined);
  const failed = new Set<number>();
  const scope = new AbortController();
  const stopped = rejectWhenAborted(scope, signal);
  let next = 0;

  const work = async (): Promise<void> => {
    while (next < tasks.length && !scope.signal.aborted) {
      const index = next++;
      try {
        results[index] = await inTaskScope(scope.signal, tasks[index] as Task<T>);
      } catch (thrown) {
        // A place that holds nothing is that of a task that did not fail.
        const error = thrown === undefined ? new Error(`Task ${index} failed without saying why: it threw undefined.`) : thrown;
        errors[index] = error;
        failed.add(index);
        if (failFast) throw error;
      }
    }
  };

  try {
    const workers = Array.from({ length: Math.min(maxConcurrency, tasks.length) }, work);
    await Promise.race([Promise.all(workers), stopped.promise]);
  } catch (error) {
    scope.abort(error);
    throw error;
  } finally {
    stopped.release();
  }
  if (tasks.length > 0 && failed.size === tasks.length) throw new AggregateError(errors, `All ${tasks.length} tasks failed.`);
  return Object.assign(results, { errors });
}

/** `timeoutMs`: none, or `null`, is no limit. */
export type RaceOptions = { readonly timeoutMs?: number | null; readonly signal?: AbortSignal };

/**
 * The result of the first task to succeed; the others are aborted (chapter 7, section 2.2).
 *
 * Rejects with `RangeError` when there are no tasks, `INVALID_INPUT` for options that are none, `AggregateError` when all failed, a `TimeoutError` after `timeoutMs` milliseconds, and
 * `ABORTED` when the signal fires; a signal that is aborted already starts nothing.
 */
export function race<const Tasks extends readonly Task<unknown>[]>(
  tasks: Tasks,
  options?: RaceOptions,
): Promise<Awaited<ReturnType<Tasks[number]>>>;
export function race<T>(tasks: readonly Task<T>[], options?: RaceOptions): Promise<T>;
export async function race<T>(tasks: readonly Task<T>[], options: RaceOptions = {}): Promise<T> {
  refuseOthers(tasks);
  refuseOtherOptions(options);
  if (tasks.length === 0) throw new RangeError('race() needs at least one task.');
  const timeoutMs = options.timeoutMs ?? undefined;
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs >= 0)) {
    throw new RangeError(`timeoutMs must be a number of milliseconds, not ${String(timeoutMs)}.`);
  }
  const scope = new AbortController();
  const signal = joinTaskSignal(options.signal);
  const stopped = rejectWhenAborted(scope, signal, timeoutMs);
  if (signal?.aborted) {
    stopped.release();
    return stopped.promise;
  }
  const attempts = tasks.map((task) => inTaskScope(scope.signal, task));
  try {
    return await Promise.race([Promise.any(attempts), stopped.promise]);
  } catch (error) {
    throw error instanceof AggregateError ? new AggregateError(error.errors, `All ${tasks.length} tasks failed.`) : error;
  } finally {
    stopped.release();
    scope.abort(new AppError('ABORTED', 'Another task of the race was faster.'));
  }
}

/** A promise in place of a task is the usual slip: its work has begun already, and nothing could stop it. */
function refuseOthers(tasks: unknown): void {
  if (Array.isArray(tasks) && Array.from(tasks).every((task) => typeof task === 'function')) return; // gaps count
  throw new TypeError('Give the tasks as an array of functions, such as [() => sdk.run(prompt)].');
}

function refuseOtherOptions(options: unknown): void {
  const isObject = typeof options === 'object' && options !== null;
  const { signal } = Object(options);
  if (isObject && (signal === undefined || signal instanceof AbortSignal)) return;
  throw new AppError('INVALID_INPUT', 'Give the options as an object, with a signal that is an AbortSignal where there is one.');
}

/** A promise that only ever rejects: when the outer signal fires or the time is up. Aborts `scope` with the same reason. */
function rejectWhenAborted(
  scope: AbortController,
  signal?: AbortSignal,
  timeoutMs?: number,
): { readonly promise: Promise<never>; release(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {}); // nobody may be waiting any more
  const stop = (reason: unknown): void => {
    scope.abort(reason);
    reject(reason);
  };
  const onAbort = (): void => stop(new AppError('ABORTED', 'The caller aborted these tasks.', undefined, { cause: signal?.reason }));
  const timer =
    timeoutMs === undefined || timeoutMs > LONGEST_TIMER_MS
      ? undefined
      : setTimeout(() => stop(new DOMException(`No task succeeded within ${timeoutMs} ms.`, 'TimeoutError')), timeoutMs);
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return {
    promise,
    release: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
