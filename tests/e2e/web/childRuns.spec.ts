import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { smallRepository } from '../pages/smallRepository';
import { Workbench } from '../pages/workbench';

test('a workflow that a step starts is shown live under the call that started it, and opens from there', async ({ page }) => {
  using repository = smallRepository();
  const released = Promise.withResolvers<void>();
  const child = { name: 'survey', steps: [{ id: 'look', description: 'Look closely', prompt: 'Work' }] };
  await using server = await startModelServer({
    script: byPrompt(
      ['Orchestrate', turns(toolUse('run_workflow', { definition: child }), text('All done.'))],
      ['Work', () => ({ ...text('Nothing wrong.'), until: released.promise })],
    ),
  });
  await using host = await startTestHost({ workDir: repository.path, modelServer: server.url });
  const lead = { id: 'lead', description: 'Lead', prompt: 'Orchestrate', allowedTools: ['run_workflow', 'read'] };
  await host.host.runs.start({ definition: { name: 'parent', steps: [lead] }, permissionMode: 'bypassPermissions' });

  const workbench = await Workbench.open(page, host.url);
  await workbench.row('Runs', 'parent').getByRole('button').first().click();
  await workbench.tab('Transcript').click();
  const children = page.getByRole('list', { name: 'Started by this call' });
  await expect(children.getByRole('button')).toHaveText(/Running.*survey.*0 of 1 step/);
  await expect(workbench.list('Runs').getByRole('listitem')).toHaveCount(1);

  released.resolve();
  await workbench.expectStatus('Lead', 'completed');
  await workbench.tab('Transcript').click();
  await expect(children).toBeHidden();
  await page.getByRole('button', { name: 'Started 1 run' }).click();
  await expect(children.getByRole('button')).toHaveText(/Completed.*survey.*1 of 1 step/);
  await children.getByRole('button').click();
  await workbench.expectStatus('Look closely', 'completed');
});

test('the session in which an agent does a task is shown under the call that handed it over, and opens from there', async ({ page }) => {
  using repository = smallRepository();
  await using server = await startModelServer({
    script: byPrompt(
      ['Orchestrate', turns(toolUse('task', { agent: 'checker', prompt: 'Check the links' }), text('All done.', { inputTokens: 1_000 }))],
      ['Check the links', text('No link is broken.', { inputTokens: 3_000 })],
    ),
  });
  const agents = [{ name: 'checker', description: 'Checks things' }];
  await using host = await startTestHost({ workDir: repository.path, modelServer: server.url, agents });
  const lead = { id: 'lead', description: 'Lead', prompt: 'Orchestrate' };
  const { result } = await host.host.runs.start({ definition: { name: 'parent', steps: [lead] }, permissionMode: 'bypassPermissions' });
  await result;

  const workbench = await Workbench.open(page, host.url);
  await workbench.row('Runs', 'parent').getByRole('button').first().click();
  await expect(page.getByText('with 1 session it started: 4k tokens')).toBeVisible();
  await workbench.tab('Transcript').click();
  await page.getByRole('button', { name: 'Started 1 session' }).click();
  const started = page.getByRole('list', { name: 'Started by this call' }).getByRole('button');
  await expect(started).toHaveText(/checker: Check the links.*2 messages/);
  await started.click();
  await expect(page.getByRole('list', { name: 'Transcript' }).getByText('No link is broken.')).toBeVisible();
});
