import { AppError } from '../../shared/lib/appError';
import { assertNever } from '../../shared/lib/assertNever';
import { RUN_ABORTED } from '../../shared/run/canResume';
import type { RunFact } from '../../shared/run/events';
import { finalStatus, toRunResult } from '../../shared/run/result';
import type { StepState, WorkflowRunResult } from '../../shared/run/state';
import { at } from '../../shared/workflow/graph';
import { Attempt, type AttemptEnd, NOTHING_SPENT, type Spending, type Standing } from './attempt';
import { retryDelay } from './backOff';
import { loseFacts, lossIn, type Mail, notStored } from './mail';
import { Mailbox } from './mailbox';
import type { RunPlan } from './plan';
import type { EnginePorts, StepFact } from './ports';
import type { RunPast } from './runPast';
import { type RunListener, RunRecord } from './runRecord';
import { type Action, Schedule } from './schedule';
import {
  describeFailure,
  reportedSinceOpened,
  type StepEnd,
  spentSinceOpened,
  stepEnded,
  stepRequest,
  stepSkipped,
  stepStarted,
} from './stepFacts';

export type RunListeners = {
  /** Sees every event once it is durable. What it throws is logged and changes nothing. */
  readonly onEvent?: RunListener | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * One run under way. Everything that happens arrives in one mailbox. A tick takes all that has gathered, turns it into
 * events, decides what comes next, hands all events of the tick to the journal at once, and starts what was decided. Events are published only when
 * they are durable, and a step does nothing to the world before its beginning is (`StepSink.begun`); ticks go on meanwhile, so that what happens
 * while the disk is busy shares its next commit.
 */
export class RunLoop {
  readonly #ports: EnginePorts;
  readonly #plan: RunPlan;
  readonly #signal: AbortSignal | undefined;
  readonly #past: RunPast;
  readonly #record: RunRecord;
  readonly #mailbox = new Mailbox<Mail>();
  readonly #active = new Map<number, Attempt>();
  readonly #backingOff = new Map<number, Standing>();
  readonly #stopping = new AbortController();
  readonly #startedAt: number;
  /** Attempts that the present tick has decided on. */
  #decided: Attempt[] = [];
  #isAborted = false;
  #hasGivenUp = false;
  #isFinished = false;
  /** The last tick, once it is stored and whoever reported its facts has been told. */
  #told = Promise.resolve();

  constructor(ports: EnginePorts, plan: RunPlan, past: RunPast, listeners: RunListeners) {
    this.#ports = ports;
    this.#plan = plan;
    this.#past = past;
    this.#record = new RunRecord(ports, past.state, listeners.onEvent);
    this.#signal = listeners.signal;
    this.#startedAt = ports.clock.monotonic() - past.durationMs;
  }

  /** Runs to the end, beginning with `opening`. Rejects with `STORE_FAILED` when events can no longer be stored. */
  async run(opening: RunFact): Promise<WorkflowRunResult> {
    const onAbort = () => this.#abort();
    this.#signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (this.#signal?.aborted) this.#abort();
      this.#record.add(opening);
      const schedule = new Schedule(this.#plan, this.#record.state);
      this.#tick(schedule, []);
      while (!this.#isFinished) {
        const mails = await this.#mailbox.take();
        const loss = lossIn(mails);
        if (loss) {
          await this.#stopForGood(loss.error, mails);
          throw loss.error;
        }
        this.#tick(schedule, mails);
      }
      await this.#told;
      return toRunResult(this.#plan.definition, this.#record.state, this.#plan.graph);
    } finally {
      this.#signal?.removeEventListener('abort', onAbort);
    }
  }

  #tick(schedule: Schedule, mails: readonly Mail[]): void {
    if (this.#isAborted && !this.#hasGivenUp) this.#giveUp(schedule);
    this.#decide(schedule);
    for (const mail of mails) {
      this.#receive(schedule, mail);
      this.#decide(schedule);
    }
    const decided = this.#decided;
    this.#decided = [];
    const stored = this.#record.commit();
    this.#told = this.#tellOnceStored(stored, mails);
    this.#told.catch(() => {}); // the mailbox tells of it
    for (const attempt of decided) this.#begin(attempt, stored);
  }

  async #tellOnceStored(stored: Promise<void>, mails: readonly Mail[]): Promise<void> {
    try {
      await stored;
    } catch (error) {
      loseFacts(mails, error);
      this.#mailbox.post({ kind: 'unstored', error });
      throw error;
    }
    for (const mail of mails) if (mail.kind === 'fact') mail.stored();
  }

  #receive(schedule: Schedule, mail: Mail): void {
    switch (mail.kind) {
      case 'fact':
        this.#record.add(mail.fact);
        return;
      case 'end':
        this.#settle(schedule, mail.attempt, mail.end);
        return;
      case 'retry':
        if (this.#backingOff.has(mail.step)) this.#startAttempt(mail.step);
        return;
      case 'abort':
        return; // only wakes the loop: the tick has seen it
      case 'unstored':
        return; // ends the loop before it comes here
      default:
        assertNever(mail);
    }
  }

  #decide(schedule: Schedule): void {
    for (const action of schedule.next()) this.#carryOut(action);
  }

  #carryOut(action: Action): void {
    switch (action.kind) {
      case 'start':
        this.#startAttempt(action.step);
        return;
      case 'skip': {
        const cause = at(this.#plan.definition.steps, action.cause).id;
        const error = `Skipped because step "${cause}" failed`;
        this.#record.add(stepSkipped(this.#plan, at(this.#plan.definition.steps, action.step), { error }));
        return;
      }
      case 'finish':
        this.#finish(action.completed);
        return;
      default:
        assertNever(action);
    }
  }

  #startAttempt(index: number): void {
    const step = at(this.#plan.definition.steps, index);
    const state = this.#stateOf(index);
    const goesOn = state.status === 'interrupted' && state.error === undefined;
    const request = stepRequest(this.#plan, this.#record.state, step, {
      sessionId: goesOn ? state.sessionId : this.#ports.ids.next('session'),
      attempt: goesOn ? state.attempt : state.attempt + 1,
      resume: goesOn,
    });
    const attempt = new Attempt(index, request, this.#backingOff.get(index) ?? this.#standingOf(step.id));
    this.#backingOff.delete(index);
    this.#active.set(index, attempt);
    this.#record.add(stepStarted(attempt));
    this.#decided.push(attempt);
  }

  #begin(attempt: Attempt, begun: Promise<void>): void {
    const report = (fact: StepFact) => this.#report(attempt, fact);
    attempt.begin(this.#ports, { begun, report }, (end) => this.#mailbox.post({ kind: 'end', attempt, end }));
  }

  #report(attempt: Attempt, fact: StepFact): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => {}); // whoever reports without waiting for the answer must not bring the process down
    if (attempt.isOver) reject(new AppError('ABORTED', 'The attempt this belongs to is over.'));
    else this.#mailbox.post({ kind: 'fact', attempt, fact, stored: resolve, lost: reject });
    return promise;
  }

  #settle(schedule: Schedule, attempt: Attempt, end: AttemptEnd): void {
    const { step: index } = attempt;
    const state = this.#stateOf(index);
    const spent = spentSinceOpened(attempt, end, state);
    this.#active.delete(index);
    if ('outcome' in end) {
      this.#finishStep(index, state, this.#since(attempt.standing.startedAt), end.outcome, spent);
      schedule.complete(index);
      return;
    }
    const step = at(this.#plan.definition.steps, index);
    const failures = state.attempt - (state.before?.attempts ?? 0);
    const failure = describeFailure(end.error, step.id, this.#ports.log);
    const delayMs = failures <= (step.retries ?? 0) ? retryDelay(end.error, failures, this.#ports.random) : undefined;
    if (!this.#isAborted && delayMs !== undefined) {
      this.#backOff(attempt, state, delayMs, failure.error, spent);
      return;
    }
    // What would have been tried again was ended by the abort, so that resuming the run takes it up again.
    const cause = delayMs === undefined ? failure : RUN_ABORTED;
    this.#finishStep(index, state, this.#since(attempt.standing.startedAt), cause, spent);
    schedule.fail(index);
  }

  #backOff({ step, standing }: Attempt, state: StepState, delayMs: number, error: string, spent: Spending): void {
    this.#backingOff.set(step, { ...standing, spent });
    this.#record.add({ type: 'step.retry', stepId: state.id, attempt: state.attempt + 1, delayMs, error, ...spent });
    const wait = this.#ports.clock.sleep(delayMs, this.#stopping.signal);
    wait.then(() => this.#mailbox.post({ kind: 'retry', step })).catch(() => {}); // rejects only when the run stops
  }

  #finishStep(index: number, state: StepState, durationMs: number, end: StepEnd, spent: Spending): void {
    this.#record.add(stepEnded(this.#plan, at(this.#plan.definition.steps, index), state, durationMs, end, spent));
  }

  /** Called from outside the ticks: stops what runs at once; the rest is told to the next tick. */
  #abort(): void {
    if (this.#isAborted || this.#isFinished) return;
    this.#isAborted = true;
    this.#stopAttempts(new AppError('ABORTED', RUN_ABORTED.error));
    this.#mailbox.post({ kind: 'abort' });
  }

  /** Nothing starts any more: steps that never began are skipped, those between two attempts have failed. */
  #giveUp(schedule: Schedule): void {
    this.#hasGivenUp = true;
    for (const index of schedule.abandon()) {
      const state = this.#stateOf(index);
      const hasBegun = state.status === 'interrupted';
      if (hasBegun) this.#finishStep(index, state, this.#past.stepDurations.get(state.id) ?? 0, RUN_ABORTED, reportedSinceOpened(state));
      else this.#record.add(stepSkipped(this.#plan, at(this.#plan.definition.steps, index), RUN_ABORTED));
    }
    for (const [index, { startedAt, spent }] of this.#backingOff) {
      this.#finishStep(index, this.#stateOf(index), this.#since(startedAt), RUN_ABORTED, spent);
      schedule.fail(index);
    }
    this.#backingOff.clear();
  }

  #stopAttempts(reason: AppError): void {
    this.#stopping.abort(reason);
    for (const attempt of this.#active.values()) attempt.stop(reason, this.#ports.clock);
  }

  #finish(completed: number): void {
    const states = this.#plan.definition.steps.map((_, index) => this.#stateOf(index));
    this.#record.add({
      type: 'workflow.done',
      workflowName: this.#plan.definition.name,
      status: finalStatus(completed, states.length),
      durationMs: this.#since(this.#startedAt),
      aborted: this.#isAborted,
      errors: states.flatMap((step) => (step.status === 'failed' ? [{ stepId: step.id, error: step.error ?? '' }] : [])),
    });
    this.#isFinished = true;
  }

  /** Events can no longer be stored: nothing may happen any more that nobody could tell later. Resolves when all that ran has ended. */
  async #stopForGood(error: unknown, mails: readonly Mail[]): Promise<void> {
    this.#isFinished = true;
    this.#stopAttempts(notStored(error));
    for (let unread = mails; ; unread = await this.#mailbox.take()) {
      loseFacts(unread, error);
      for (const mail of unread) if (mail.kind === 'end') this.#active.delete(mail.attempt.step);
      if (this.#active.size === 0) return;
    }
  }

  #stateOf(index: number): StepState {
    const { id } = at(this.#plan.definition.steps, index);
    const state = this.#record.state.steps.get(id);
    if (state === undefined) throw new Error(`Run ${this.#plan.runId} has no state of step ${id}`);
    return state;
  }

  /** Where a step stands that begins, or goes on after an interruption. */
  #standingOf(stepId: string): Standing {
    const { spent, stepDurations } = this.#past;
    return { spent: spent.get(stepId) ?? NOTHING_SPENT, startedAt: this.#ports.clock.monotonic() - (stepDurations.get(stepId) ?? 0) };
  }

  /** Whole milliseconds on the clock that does not step back. */
  #since(start: number): number {
    return Math.max(0, Math.round(this.#ports.clock.monotonic() - start));
  }
}
