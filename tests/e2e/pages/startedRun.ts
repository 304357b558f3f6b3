import type { Page } from '@playwright/test';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import type { TestHost } from '../../support/host';
import { Workbench } from './workbench';

/** Starts a run of a workflow that is not stored, as another window would, and opens it from the explorer. */
export async function openStartedRun(page: Page, { host, url }: TestHost, definition: WorkflowDefinition, maxConcurrency?: number) {
  const workbench = await Workbench.open(page, url);
  await workbench.runButton.waitFor();
  const { runId } = await host.services.runs.start({
    workflowId: null,
    definition,
    params: {},
    permissionMode: 'default',
    rehearse: false,
    maxConcurrency,
  });
  await workbench.row('Runs', definition.name).getByRole('button').first().click();
  return { workbench, runId };
}
