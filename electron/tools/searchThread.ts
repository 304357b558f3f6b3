import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/lib/appError';
import { longLineFinder } from './longLines';
import { openInside } from './openInside';

/** What a search thread is given. Its function is sent as text and may use nothing else. */
export type SearchTools = {
  readonly openInside: typeof openInside;
  readonly longLineFinder: typeof longLineFinder;
  /**
   * Called for each thing of some size that a pattern is about to be held against, and with `false` once that is done. Throws when the pattern has
   * had enough time for far more.
   */
  readonly markMatching: (isMatching?: boolean, size?: number) => void;
};

/** Paths that are not to be seen, relative to `base`, an absolute folder without symbolic links in it; and what is said where there are any. */
export type KeptBack = { readonly base: string; readonly withheld: readonly RegExp[]; readonly leftOut: string };

export type SearchThread<Request, Answer> = {
  readonly search: (request: Request, tools: SearchTools) => Promise<Answer> | Answer;
  readonly request: Request;
  /** A pattern that gets less far than this between two looks stalls. Finding files waits for disks, too, which is no fault of the pattern. */
  readonly leastPerLook: number;
  /** So much of what is marked a pattern must get done in each millisecond of work, on the whole: a little too slow a million times is slow, too. */
  readonly leastPerMs: number;
};

/** A pattern backtracks without end on a line that most patterns are through with in a microsecond. */
const STALL_MS = 800;
const LOOK_EVERY_MS = 100;
/** So long a pattern may work at any pace. */
const PATIENCE_MS = 1_200;
const MEMORY_LIMIT_MB = 256;

const STALLED = 'The pattern takes far too long on what it is held against. Use a simpler one, without repetitions inside of repetitions.';

/**
 * Runs a search on a thread of its own: JavaScript's matchers backtrack on their thread, and `^(a+)+$` over one line of `a`s takes longer than
 * anyone lives. The thread ends with the signal, whose reason this rejects with, and with `TOOL_FAILED` when its pattern stalls.
 */
export async function searchOnThread<Request, Answer>(
  { search, request, leastPerLook, leastPerMs }: SearchThread<Request, Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const marks = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(`(${onThread.toString()})(${search.toString()}, ${openInside.toString()}, ${longLineFinder.toString()})`, {
    eval: true,
    workerData: { request, marks, pace: { leastPerMs, patienceMs: PATIENCE_MS, stalled: STALLED } },
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB, stackSizeMb: 8 },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  worker.once('message', ({ answer, problem }: { answer: Answer; problem?: string }) =>
    problem === undefined ? resolve(answer) : reject(new AppError('TOOL_FAILED', problem)),
  );
  worker.once('error', (error) => reject(new AppError('TOOL_FAILED', `The search failed: ${error.message}`, undefined, { cause: error })));
  worker.once('exit', (code) => reject(new Error(`The search thread ended with status ${code}.`)));
  const watch = watchForStall(marks, leastPerLook, () => reject(new AppError('TOOL_FAILED', STALLED)));
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

/** Calls `onStall` when, for `STALL_MS`, every look finds the thread within a match and not far enough from where it was at the last look. */
function watchForStall(marks: Int32Array, leastPerLook: number, onStall: () => void): NodeJS.Timeout {
  let stalledMs = 0;
  let lastCount = 0;
  return setInterval(() => {
    const count = Atomics.load(marks, 0);
    const isSlow = Atomics.load(marks, 1) === 1 && count - lastCount < leastPerLook;
    lastCount = count;
    stalledMs = isSlow ? stalledMs + LOOK_EVERY_MS : 0;
    if (stalledMs >= STALL_MS) onStall();
  }, LOOK_EVERY_MS);
}

type Pace = { readonly leastPerMs: number; readonly patienceMs: number; readonly stalled: string };

/** The thread's program, sent as text as well. */
async function onThread<Request, Answer>(
  search: SearchThread<Request, Answer>['search'],
  openInside: SearchTools['openInside'],
  longLineFinder: SearchTools['longLineFinder'],
): Promise<void> {
  const MARKS_BETWEEN_LOOKS = 64;
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { performance } = process.getBuiltinModule('node:perf_hooks');
  const { request, marks, pace }: { request: Request; marks: Int32Array; pace: Pace } = workerData;
  let done = 0;
  let workedMs = 0;
  let since: number | undefined;

  /** Without the time in which the thread waits for disks; there is none of it before the event loop runs. */
  const worked = () => performance.eventLoopUtilization().active;

  function checkPace(): void {
    const now = worked();
    workedMs += now - (since ?? now);
    since = now;
    if (workedMs > pace.patienceMs && done < workedMs * pace.leastPerMs) throw new Error(pace.stalled);
  }

  function markMatching(isMatching = true, size = 1): void {
    Atomics.store(marks, 1, isMatching ? 1 : 0);
    if (isMatching) {
      done += size;
      since ??= worked();
      if (Atomics.add(marks, 0, 1) % MARKS_BETWEEN_LOOKS === 0) checkPace();
    } else if (since !== undefined) {
      checkPace();
      since = undefined;
    }
  }

  try {
    await new Promise(setImmediate);
    parentPort?.postMessage({ answer: await search(request, { openInside, longLineFinder, markMatching }) });
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
}
