import { AppError } from '../../shared/lib/appError';
import { NO_USAGE, type Usage } from '../../shared/run/usage';
import { type Clock, type EnginePorts, StepFailure, type StepOutcome, type StepRequest, type StepSink } from './ports';

/** How long a step that was told to stop may take to do so; then the run goes on without it. */
export const SETTLE_GRACE_MS = 1_500;

/** A reason of our own: without one, each wait that is called off makes an error with a stack. */
const OVER = 'the attempt is over';

export type Spending = { readonly usage: Usage; readonly costUsd: number | null };
export const NOTHING_SPENT: Spending = { usage: NO_USAGE, costUsd: 0 };

/** What a step brings along to its next attempt. */
export type Standing = {
  /** By ended attempts, since the step was (re)opened. */
  readonly spent: Spending;
  /** On the monotonic clock: as if the step had run without interruption since. */
  readonly startedAt: number;
};

export type AttemptEnd = { readonly outcome: StepOutcome } | { readonly error: unknown };

/** One try at one step, from its start until it has ended one way or another: exactly once, whatever the runner does. */
export class Attempt {
  readonly #stopping = new AbortController();
  #ended: AbortController | undefined;
  #stopReason: AppError | undefined;
  #isOver = false;
  #onEnd: ((end: AttemptEnd) => void) | undefined;

  constructor(
    readonly step: number,
    readonly request: StepRequest,
    readonly standing: Standing,
  ) {}

  /** Once it is over, nothing it still reports counts. */
  get isOver(): boolean {
    return this.#isOver;
  }

  begin(ports: Pick<EnginePorts, 'clock' | 'steps'>, sink: StepSink, onEnd: (end: AttemptEnd) => void): void {
    this.#onEnd = onEnd;
    if (this.#stopReason) {
      this.#end({ error: this.#stopReason });
      return;
    }
    const { timeoutMs } = this.request.step;
    if (timeoutMs !== undefined) {
      const isTimeUp = ports.clock.sleep(timeoutMs, this.#untilEnd());
      isTimeUp.then(() => this.stop(timedOut(timeoutMs), ports.clock), ignoreCancelled);
    }
    startStep(ports, this.request, sink, this.#stopping.signal).then(
      (outcome) => this.#end({ outcome }),
      (error: unknown) => this.#end({ error }),
    );
  }

  /** Tells the runner to stop and waits a moment for it; the attempt then ends with `reason`, also where the runner succeeds after all. */
  stop(reason: AppError, clock: Clock): void {
    if (this.#isOver || this.#stopReason) return;
    this.#stopReason = reason;
    this.#stopping.abort(reason);
    if (this.#onEnd === undefined) return; // not begun: it ends as soon as it does
    clock.sleep(SETTLE_GRACE_MS, this.#untilEnd()).then(() => this.#end({ error: reason }), ignoreCancelled);
  }

  #end(end: AttemptEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#ended?.abort(OVER);
    this.#onEnd?.(this.#stopReason ? { error: withSpending(this.#stopReason, end) } : end);
  }

  /** Made only where something waits for it: most attempts never need it. */
  #untilEnd(): AbortSignal {
    this.#ended ??= new AbortController();
    return this.#ended.signal;
  }
}

/** A runner that throws instead of rejecting is treated alike. */
function startStep(ports: Pick<EnginePorts, 'steps'>, request: StepRequest, sink: StepSink, signal: AbortSignal): Promise<StepOutcome> {
  try {
    return ports.steps.run(request, sink, signal);
  } catch (error) {
    return Promise.reject(error);
  }
}

function withSpending(reason: AppError, end: AttemptEnd): AppError {
  const spending = spendingOf(end);
  return spending ? new StepFailure(reason, spending.usage, spending.costUsd) : reason;
}

/** What the attempt itself says it spent; `undefined` where it does not say. */
export function spendingOf(end: AttemptEnd): Spending | undefined {
  if ('outcome' in end) return end.outcome;
  return end.error instanceof StepFailure ? end.error : undefined;
}

function timedOut(timeoutMs: number): AppError {
  return new AppError('TIMEOUT', `The step took longer than its time limit of ${timeoutMs} ms: raise the limit or ask for less.`);
}

function ignoreCancelled(): void {} // the wait was cancelled because the attempt is over
