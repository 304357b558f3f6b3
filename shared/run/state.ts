import type { Json } from '../lib/json';
import type { FinalRunStatus, RunStatus } from './events';
import type { Usage } from './usage';

/** Where a step stands. `waiting`: a tool call of it asks a person. `interrupted`: it was under way when its host died. */
export type StepStatus = 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'skipped' | 'interrupted';

export type ToolCallState = {
  readonly callId: string;
  readonly name: string;
  readonly input: Json;
  readonly status: 'running' | 'waiting' | 'done' | 'error';
  readonly preview?: string;
  readonly durationMs?: number;
  /** What was decided about it, and why. */
  readonly decision?: { readonly state: 'allowed' | 'denied'; readonly reason: string; readonly reply?: string };
};

export type StepState = {
  readonly id: string;
  readonly name: string;
  readonly status: StepStatus;
  /** The last attempt begun, from 1; 0 before the first. */
  readonly attempt: number;
  /**
   * What had been done when the step was last reopened: those attempts do not count against its retries. `goesOn`: it went on in its session, so
   * that what an attempt at it says it spent holds some of this once more.
   */
  readonly before?: { readonly attempts: number; readonly usage: Usage; readonly costUsd: number | null; readonly goesOn?: true };
  readonly sessionId: string;
  readonly prompt: string;
  /** The final answer once done; while running, what has streamed since the last tool call. */
  readonly text: string;
  readonly toolCalls: readonly ToolCallState[];
  readonly toolNames: readonly string[];
  /** What the last attempt went on without. */
  readonly warnings?: readonly string[];
  readonly turns: number;
  readonly startedAt?: string;
  readonly durationMs: number;
  readonly usage: Usage;
  readonly costUsd: number | null;
  readonly error?: string;
  readonly errorCode?: string;
};

export type RunState = {
  runId: string;
  workflowName: string;
  status: RunStatus;
  aborted: boolean;
  /** The last event that went into this state. */
  seq: number;
  startedAt: string;
  durationMs: number;
  steps: Map<string, StepState>;
  usage: Usage;
  costUsd: number | null;
};

/** What the steps of a run started, however deep: further runs, and sessions in which agents did tasks. None of it is in the usage of the run itself. */
export type StartedWithin = { readonly runs: number; readonly sessions: number; readonly usage: Usage; readonly costUsd: number | null };

/** Chapter 7, "Return Value". */
export type WorkflowStepResult = {
  id: string;
  name: string;
  status: 'completed' | 'failed' | 'skipped';
  text: string;
  toolCalls: string[];
  durationMs: number;
  sessionId: string;
  error?: string;
  attempts: number;
  usage: Usage;
  costUsd: number | null;
};

export type WorkflowRunResult = {
  runId: string;
  workflowName: string;
  steps: WorkflowStepResult[];
  text: string;
  durationMs: number;
  status: FinalRunStatus;
  aborted: boolean;
  startedAt: string;
  /** What its own steps used. */
  usage: Usage;
  costUsd: number | null;
};
