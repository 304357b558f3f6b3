import type { Json } from '../lib/json';
import type { Usage } from './usage';

/**
 * Everything that happens in a run, as facts (semantics.md, section 2, Events). The store keeps every one of them before
 * anyone is shown it; `seq` is 1, 2, 3 … without gaps within a run; `timestamp` is ISO 8601 in UTC.
 *
 * Text is gathered for a moment per step (see TEXT_WINDOW_MS in the session's turn loop) and is an event like all others, so that a stored run plays back exactly.
 */
export type RunStatus = 'running' | 'interrupted' | 'completed' | 'partial' | 'failed';
export type FinalRunStatus = Extract<RunStatus, 'completed' | 'partial' | 'failed'>;
export type FinalStepStatus = 'completed' | 'failed' | 'skipped';

export type PermissionState = 'asked' | 'allowed' | 'denied';

type Of<T extends string, F> = { readonly type: T } & { readonly [K in keyof F]: F[K] };

export type RunFact =
  /**
   * `resumed`: the run goes on after an interruption; `reopened`: steps that were decided and are to run again; `continued`: the one of them that
   * goes on in its session, from where that stands, instead of beginning anew.
   */
  | Of<'workflow.start', { workflowName: string; stepCount: number; resumed?: boolean; reopened?: readonly string[]; continued?: string }>
  | Of<'step.start', { workflowName: string; stepId: string; stepName: string; sessionId: string; attempt: number; prompt: string }>
  | Of<'step.text', { stepId: string; delta: string }>
  | Of<'step.tool.start', { stepId: string; callId: string; name: string; input: Json }>
  | Of<'step.tool.done', { stepId: string; callId: string; isError: boolean; preview: string; durationMs: number }>
  | Of<
      'step.permission',
      {
        stepId: string;
        callId: string;
        state: PermissionState;
        name?: string;
        input?: Json;
        reason?: string;
        reply?: string;
        requestId?: string;
      }
    >
  /** Something the step goes on without. */
  | Of<'step.warning', { stepId: string; message: string }>
  /** `attempt` is the one to come, after `delayMs`; `error` is what ended the one before, `usage` what the step spent since it was (re)opened. */
  | Of<'step.retry', { stepId: string; attempt: number; delayMs: number; error: string; usage?: Usage; costUsd?: number | null }>
  /** What one turn used. */
  | Of<'step.usage', { stepId: string; usage: Usage; costUsd: number | null; turn: number }>
  /** `usage` and `costUsd`: of all attempts since the step was (re)opened. */
  | Of<
      'step.done',
      {
        workflowName: string;
        stepId: string;
        stepName: string;
        status: FinalStepStatus;
        durationMs: number;
        sessionId: string;
        text: string;
        toolCalls: readonly string[];
        attempts: number;
        error?: string;
        errorCode?: string;
        usage: Usage;
        costUsd: number | null;
      }
    >
  | Of<
      'workflow.done',
      {
        workflowName: string;
        status: FinalRunStatus;
        durationMs: number;
        aborted: boolean;
        errors: readonly { stepId: string; error: string }[];
      }
    >;

export type RunEvent = RunFact & { readonly runId: string; readonly seq: number; readonly timestamp: string };
export type RunEventType = RunEvent['type'];
