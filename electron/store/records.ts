import type { RunDetail } from '../../shared/ipc/contract/runs';
import type { Json } from '../../shared/lib/json';
import type { WorkflowDefinition } from '../../shared/workflow/schema';

/** What the store knows beyond the contract's types: the records a host needs to start, continue and explain runs. */

/** The settings that stood behind a run when it began (the last in the precedence step, workflow, settings). */
export type RunModelSettings = { readonly model: string | null; readonly systemPrompt: string };

/** A run about to begin; everything it needs to be continued by another process later. */
export type NewRun = Pick<
  RunDetail,
  'runId' | 'workflowId' | 'params' | 'workDir' | 'permissionMode' | 'permissions' | 'maxConcurrency' | 'rehearsal' | 'startedAt'
> & {
  /** Frozen: later changes of the workflow do not reach the run. */
  readonly definition: WorkflowDefinition;
  readonly modelSettings: RunModelSettings;
  /** The session and the tool call that started this run, for a run within a run. */
  readonly parentSessionId: string | null;
  readonly parentCallId: string | null;
};

/** A stored run. */
export type RunRecord = RunDetail & Pick<NewRun, 'modelSettings' | 'parentSessionId' | 'parentCallId'> & { readonly lastSeq: number };

export type RunFilter = {
  /** Part of the workflow's name, of the run's id or of a parameter. */
  readonly search?: string;
  readonly workflowId?: string;
  /** The runs this session's tools started; without it only runs that have no parent are listed. */
  readonly parentSessionId?: string;
  readonly limit?: number;
  readonly offset?: number;
};

/** A try to start a run that was refused before anything ran. */
export type RunAttempt = {
  readonly at: string;
  /** Where the definition came from: a file name, a workflow id, `agent` … */
  readonly source: string;
  readonly workflowName: string;
  /** The problems as reported. */
  readonly problems: Json;
};
