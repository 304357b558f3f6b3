import { AppError } from '../../shared/lib/appError';
import type { RunEvent, RunFact } from '../../shared/run/events';
import type { Usage } from '../../shared/run/usage';
import type { PermissionMode } from '../../shared/session/session';
import type { WorkflowDefinition, WorkflowStepDefinition } from '../../shared/workflow/schema';

/** What the engine needs from the world. It knows no Node, no database, no model. */

export type Clock = {
  /** Milliseconds since 1970; may jump. For timestamps only. */
  now(): number;
  /** Milliseconds on a clock that never steps back. For durations. */
  monotonic(): number;
  /** Resolves after `ms`, rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export type Ids = {
  /** A fresh, sortable id such as `run_01J…`. */
  next(kind: 'run' | 'session' | 'message' | 'checkpoint' | 'workflow' | 'request'): string;
};

/** Randomness in [0, 1), for jitter. */
export type Random = () => number;

/**
 * Where a run's facts become durable. `append` resolves once the events can no longer be lost; a store may gather all
 * appends of a moment in one commit. Rejects with `STORE_FAILED`, upon which the run stops.
 */
export type RunJournal = {
  append(runId: string, events: readonly RunEvent[]): Promise<void>;
};

/** One attempt at one step. */
export type StepRequest = {
  readonly runId: string;
  readonly workflow: WorkflowDefinition;
  readonly step: WorkflowStepDefinition;
  readonly sessionId: string;
  readonly attempt: number;
  /** Interpolated. */
  readonly prompt: string;
  readonly model: string | null;
  readonly systemPrompt: string | undefined;
  readonly workDir: string | undefined;
  readonly permissionMode: PermissionMode | undefined;
  /** Continue `sessionId` from its last stored turn instead of starting it (after a crash). */
  readonly resume: boolean;
};

/** Facts a step reports while it runs; they become events of the run. */
export type StepFact = Extract<
  RunFact,
  { type: 'step.text' | 'step.tool.start' | 'step.tool.done' | 'step.permission' | 'step.warning' | 'step.usage' }
>;

export type StepSink = {
  /**
   * Resolves once the beginning of the attempt, and all that happened in the run before, is durable. What acts on the world awaits it first; what
   * only prepares need not. Rejects with `STORE_FAILED`: nothing of the attempt may happen then.
   */
  readonly begun: Promise<void>;
  /** Hands over a fact; resolves when it is durable (await it before acting on a tool call). */
  report(fact: StepFact): Promise<void>;
};

export type StepOutcome = {
  readonly text: string;
  /** Names in the order of the calls. */
  readonly toolCalls: readonly string[];
  readonly usage: Usage;
  /** `null`: the model's price is not known. */
  readonly costUsd: number | null;
};

/** A failed attempt with what it spent. It has the code and the sentence of the error it stands for. */
export class StepFailure extends AppError {
  override readonly name = 'StepFailure';
  constructor(
    error: AppError,
    readonly usage: Usage,
    readonly costUsd: number | null,
  ) {
    super(error.code, error.message, error.details, { cause: error });
  }
}

/**
 * Runs one attempt. Rejects with an `AppError` whose code says whether a retry can help; the error may carry
 * the usage spent so far (`StepFailure`).
 */
export type StepRunner = {
  run(request: StepRequest, sink: StepSink, signal: AbortSignal): Promise<StepOutcome>;
};

export type Logger = {
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
};

export type EnginePorts = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly journal: RunJournal;
  readonly steps: StepRunner;
  readonly log: Logger;
};
