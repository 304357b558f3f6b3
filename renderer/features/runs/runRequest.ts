import { create } from 'zustand';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { loadLastValues } from './lastValues';
import { startRun } from './runActions';

/** A wish to run what a document shows. */
export type RunRequest = {
  readonly documentId: string;
  readonly workflowId: string | null;
  readonly definition: WorkflowDefinition;
  readonly rehearse: boolean;
  /** Values to begin with instead of the last ones: those of an earlier run. */
  readonly params?: { readonly [name: string]: unknown };
};

export const runRequestStore = create<{ readonly request: RunRequest | null }>()(() => ({ request: null }));

/** Asks for the parameters, or starts at once where there are none to ask for. */
export async function requestRun(client: StepgraphClient, request: RunRequest): Promise<void> {
  if (Object.keys(request.definition.parameters ?? {}).length > 0) {
    runRequestStore.setState({ request });
    return;
  }
  const { documentId, workflowId, definition, rehearse } = request;
  const { workDir, permissionMode } = loadLastValues(workflowOf(request)) ?? {};
  await startRun(client, { documentId, workflowId, definition, rehearse, params: {}, workDir, permissionMode });
}

export function closeRunRequest(): void {
  runRequestStore.setState({ request: null });
}

/** Under what a workflow's last values are kept. */
export function workflowOf({ workflowId, definition }: Pick<RunRequest, 'workflowId' | 'definition'>): string {
  return workflowId ?? definition.name;
}
