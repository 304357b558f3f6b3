import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { PermissionMode } from '../../../shared/session/session';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { followRun } from './followRun';
import { showRun } from './runsStore';

type Runs = Pick<StepgraphClient, 'runs'>;

export type StartRun = {
  /** The document that will show the run. */
  readonly documentId: string;
  readonly workflowId: string | null;
  readonly definition: WorkflowDefinition;
  readonly params: { readonly [name: string]: unknown };
  readonly workDir?: string;
  readonly permissionMode?: PermissionMode;
  readonly rehearse: boolean;
};

/** Starts a run and shows it on its document, which has it followed. Rejects with the host's error, where nothing was started. */
export async function startRun(client: Runs, { documentId, ...input }: StartRun): Promise<string> {
  const { runId } = await client.runs.start(input);
  showRun(runId, documentId);
  return runId;
}

export async function stopRun(client: Runs, runId: string): Promise<void> {
  await client.runs.stop({ runId });
}

/** Goes on with a run that was cut off, where it was, or that was stopped. */
export async function resumeRun(client: Runs, runId: string): Promise<void> {
  await client.runs.resume({ runId });
  void followRun(client, runId);
}

/** Lets a step go on from where its session stands now, and runs what depends on it again, in the same run. */
export async function rerunStep(client: Runs, runId: string, stepId: string): Promise<void> {
  await client.runs.rerunStep({ runId, stepId });
  void followRun(client, runId);
}

/** Runs a failed step, and what was skipped because of it, once more in the same run. */
export async function retryStep(client: Runs, runId: string, stepId: string): Promise<void> {
  await client.runs.retryStep({ runId, stepId });
  void followRun(client, runId);
}
