import { expect, test } from '@playwright/test';
import { after, step, workflow } from '../../support/builders';
import { startTestHost } from '../../support/host';
import { stalledAfter, unauthorized } from '../../support/modelServer/faults';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { byPrompt } from '../../support/modelServer/script';
import { smallRepository } from '../pages/smallRepository';
import { openStartedRun } from '../pages/startedRun';
import { Workbench } from '../pages/workbench';

test('three steps drawn and wired by mouse run with a filled-in form, one card after the other', async ({ page }) => {
  using repository = smallRepository();
  await using host = await startTestHost({ workDir: repository.path, rehearsalPaceMs: 100 });
  const workbench = await Workbench.open(page, host.url);
  await workbench.newWorkflow();
  await workbench.drawStep({ x: 160, y: 90 }, 'Look', 'Read package.json in $FOLDER', 'look');
  await workbench.drawStep({ x: 500, y: 90 }, 'Judge', 'Judge what was found.', 'judge');
  await workbench.drawStep({ x: 500, y: 290 }, 'Report', 'Report.', 'report');
  await workbench.wire('Look', 'Judge');
  await workbench.wire('Judge', 'Report');
  await workbench.step('Look').click();
  await workbench.inspector.getByRole('button', { name: 'Declare the parameter FOLDER' }).click();
  await workbench.canvas.click({ position: { x: 40, y: 320 } });
  await workbench.inspector.getByRole('checkbox', { name: 'FOLDER is required' }).check();

  await workbench.runButton.click();
  const dialog = workbench.runDialog('untitled');
  await expect(dialog.getByLabel('FOLDER')).toHaveValue(host.workDir);
  await dialog.getByLabel('FOLDER').fill('');
  await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
  await expect(dialog).toContainText('Fill in FOLDER');
  await dialog.getByLabel('FOLDER').fill(host.workDir);
  await workbench.watchStatuses();
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();

  await workbench.expectStatus('Report', 'completed');
  const walk = ['idle', 'pending', 'running', 'completed'];
  expect(await workbench.statuses()).toEqual({ look: walk, judge: walk, report: walk });
  await expect(workbench.tab('Output')).toHaveAttribute('aria-selected', 'true');
  await workbench.row('Steps', 'Look').getByRole('button').click();
  await expect(page.getByRole('tabpanel', { name: 'Output' })).toContainText('pocket-calculator');
});

test('a reload in the middle of a run loses nothing', async ({ page }) => {
  using repository = smallRepository();
  await using host = await startTestHost({ workDir: repository.path, rehearsalPaceMs: 12 });
  const workbench = await Workbench.open(page, host.url);
  await startReleaseCheck(workbench, host.workDir);
  await workbench.expectStatus('Type Check', 'running');
  await page.reload();
  await workbench.expectStatus('Report', 'completed');
  await workbench.expectStatus('Type Check', 'completed');
  await workbench.row('Steps', 'Type Check').getByRole('button').click();
  await workbench.tab('Transcript').click();
  const transcript = page.getByRole('list', { name: 'Transcript' });
  await expect(transcript).toContainText('Prompt');
  const { runId } = host.host.services.runs.list({ search: '', limit: 1, offset: 0 }).runs[0] ?? { runId: '' };
  const stored = host.host.store.runs.get(runId);
  expect(stored?.status).toBe('completed');
});

test('after a restart of the host the run is in the explorer and paints the canvas as it was', async ({ page }) => {
  using repository = smallRepository();
  await using host = await startTestHost({ workDir: repository.path });
  const workbench = await Workbench.open(page, host.url);
  await startReleaseCheck(workbench, host.workDir);
  await workbench.expectStatus('Report', 'completed');
  await host.restart();

  await page.goto('about:blank');
  const again = await Workbench.open(page, host.url);
  await again.row('Runs', 'release-check').getByRole('button').first().click();
  for (const step of ['Type Check', 'Lint', 'Report']) await again.expectStatus(step, 'completed');
  await expect(page.getByRole('tabpanel', { name: 'Output' })).toContainText('Rehearsal');
  await expect(again.runButton).toBeDisabled();
  await page.getByRole('button', { name: 'Back to editing' }).click();
  await expect(again.runButton).toBeEnabled();
});

test('Stop ends a run: what was under way has failed, what had not begun is skipped', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: stalledAfter(text('I am reading'), 400) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const workbench = await Workbench.open(page, host.url);
  await startReleaseCheck(workbench, host.workDir);
  await workbench.expectStatus('Type Check', 'running');
  await workbench.stopButton.click();
  await workbench.expectStatus('Type Check', 'failed');
  await workbench.expectStatus('Report', 'skipped');
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
  await model.idle();
});

test('a model server that refuses the key fails the step with a way out, beside what the step was given', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: unauthorized() });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const workbench = await Workbench.open(page, host.url);
  await startReleaseCheck(workbench, host.workDir);
  await workbench.expectStatus('Type Check', 'failed');
  await workbench.expectStatus('Report', 'skipped');
  const error = page.getByRole('tabpanel', { name: 'Error' });
  await expect(error).toContainText('ANTHROPIC_API_KEY');
  await expect(error.getByRole('region', { name: 'Resolved prompt' })).toContainText(host.workDir);
  await expect(page.getByRole('button', { name: 'Run again with these parameters' })).toBeEnabled();
});

test('a failed run opens on the step that failed, not on the one drawn last, until another is selected', async ({ page }) => {
  await using model = await startModelServer({ script: unauthorized() });
  await using host = await startTestHost({ modelServer: model.url });
  const workbench = await Workbench.open(page, host.url);
  await workbench.newWorkflow();
  await workbench.drawStep({ x: 160, y: 90 }, 'Look', 'Look.');
  await workbench.drawStep({ x: 500, y: 90 }, 'Report', 'Report.');
  await workbench.wire('Look', 'Report');
  await workbench.runButton.click();
  await workbench.expectStatus('Report', 'skipped');
  const current = workbench.list('Steps').locator('[aria-current="true"]');
  await expect(current).toHaveText(/Look/);
  await expect(page.getByRole('tabpanel', { name: 'Error' })).toContainText('ANTHROPIC_API_KEY');
  await workbench.step('Report').click();
  await expect(current).toHaveText(/Report/);
});

test('the run dialog remembers the last values and says which values are not valid', async ({ page }) => {
  using repository = smallRepository();
  await using host = await startTestHost({ workDir: repository.path });
  const workbench = await Workbench.open(page, host.url);
  await startReleaseCheck(workbench, host.workDir);
  await workbench.expectStatus('Report', 'completed');
  await workbench.runButton.click();
  const dialog = workbench.runDialog('release-check');
  await expect(dialog.getByLabel('REPO_PATH')).toHaveValue(host.workDir);
  await dialog.getByLabel('REPO_PATH').fill('');
  await dialog.getByLabel('BRANCH').focus();
  await expect(dialog.getByLabel('REPO_PATH')).toHaveAccessibleDescription(/REPO_PATH.* is required/);
  await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
});

test('a folder that nobody gave is the work directory; one outside of it can become the work directory', async ({ page }) => {
  using repository = smallRepository();
  using other = smallRepository();
  await using host = await startTestHost({ workDir: repository.path });
  const workbench = await Workbench.open(page, host.url);
  await expect(workbench.step('Report')).toBeVisible();
  await workbench.runButton.click();
  const dialog = workbench.runDialog('release-check');
  const note = dialog.getByText(`Steps can read only inside the work directory ${repository.path}`);
  await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  await expect(dialog.getByLabel('REPO_PATH')).toHaveValue(repository.path);
  await expect(note).toBeHidden();
  await dialog.getByLabel('REPO_PATH').fill(other.path);
  await expect(note).toBeVisible();
  await dialog.getByRole('button', { name: 'Use as work directory' }).click();
  await expect(dialog.getByLabel('Work directory')).toHaveValue(other.path);
  await expect(dialog.getByText('Steps can read only')).toBeHidden();
});

test('a run can be started, watched and read with the keyboard alone', async ({ page }) => {
  using repository = smallRepository();
  await using host = await startTestHost({ workDir: repository.path });
  const workbench = await Workbench.open(page, host.url);
  await expect(workbench.step('Report')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(workbench.runDialog('release-check').getByLabel('REPO_PATH')).toBeFocused();
  await expect(workbench.runDialog('release-check').getByLabel('REPO_PATH')).toHaveValue(host.workDir);
  await page.keyboard.press('Control+Enter');
  await workbench.expectStatus('Report', 'completed');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('Show the run');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('tabpanel', { name: 'Output' })).toContainText('Rehearsal');
});

async function startReleaseCheck(workbench: Workbench, folder: string): Promise<void> {
  await expect(workbench.step('Report')).toBeVisible();
  await workbench.runButton.click();
  const dialog = workbench.runDialog('release-check');
  await dialog.getByLabel('REPO_PATH').fill(folder);
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
}

test('a failed step is retried in the same run, and what was skipped because of it follows', async ({ page }) => {
  using repository = smallRepository();
  let isDown = true;
  await using model = await startModelServer({ script: () => (isDown ? unauthorized() : text('All is well.')) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const workbench = await Workbench.open(page, host.url);
  await startReleaseCheck(workbench, host.workDir);
  await workbench.expectStatus('Report', 'skipped');
  isDown = false;
  await page.getByRole('button', { name: 'Retry failed step' }).click();
  await workbench.expectStatus('Report', 'completed');
  await workbench.expectStatus('Type Check', 'completed');
  await expect(page.getByRole('tabpanel', { name: 'Output' })).toContainText('All is well.');
  await expect(workbench.list('Runs').getByRole('listitem')).toHaveCount(1);
});

test('of several failed steps the selected one is retried, and the first where none of them is selected', async ({ page }) => {
  using repository = smallRepository();
  let isDown = true;
  const script = byPrompt(['Do one', () => unauthorized()], [/./, () => (isDown ? unauthorized() : text('Done.'))]);
  await using model = await startModelServer({ script });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await host.host.services.workflows.create(workflow([step('one'), step('two'), after('dep', 'two')], { name: 'several' }));
  const workbench = await Workbench.open(page, host.url);
  await workbench.runButton.click();
  for (const id of ['one', 'two']) await workbench.expectStatus(id, 'failed');
  const retry = page.getByRole('button', { name: 'Retry failed step', exact: true });
  await expect(retry).toHaveAccessibleDescription(/Runs one again/);
  await workbench.step('dep').click();
  await expect(retry).toHaveAccessibleDescription(/Runs one again/);
  isDown = false;
  await workbench.step('two').click();
  await expect(retry).toHaveAccessibleDescription(/Runs two again/);
  await retry.click();
  for (const id of ['two', 'dep']) await workbench.expectStatus(id, 'completed');
  await workbench.expectStatus('one', 'failed');
  await expect(retry).toHaveAccessibleDescription(/Runs one again/);
});

test('a run that was stopped is resumed in the window, also after its failed step was retried', async ({ page }) => {
  using repository = smallRepository();
  let isStuck = true;
  await using model = await startModelServer({ script: () => (isStuck ? stalledAfter(text('Almost'), 400) : text('Done.')) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const definition = workflow([step('a'), step('b'), after('d', 'b')], { name: 'three' });
  const { workbench, runId } = await openStartedRun(page, host, definition, 1);
  const resume = page.getByRole('button', { name: 'Resume run' });
  await workbench.expectStatus('a', 'running');
  await expect(resume).toBeHidden();
  await workbench.stopButton.click();
  await workbench.expectStatus('a', 'failed');
  await expect(resume).toBeVisible();
  isStuck = false;
  await page.getByRole('button', { name: 'Retry failed step' }).click();
  await workbench.expectStatus('a', 'completed');
  await workbench.expectStatus('d', 'skipped');
  await resume.click();
  for (const id of ['a', 'b', 'd']) await workbench.expectStatus(id, 'completed');
  await expect(page.getByRole('button', { name: 'Run again with these parameters' })).toBeVisible();
  await expect(resume).toBeHidden();
  expect(host.host.store.runs.get(runId)?.status).toBe('completed');
});

test('an old run is run again with its values, on the workflow as it is now', async ({ page }) => {
  using repository = smallRepository();
  await using host = await startTestHost({ workDir: repository.path });
  const workbench = await Workbench.open(page, host.url);
  await startReleaseCheck(workbench, host.workDir);
  await workbench.expectStatus('Report', 'completed');
  await workbench.row('Runs', 'release-check').getByRole('button').first().click();
  await page.getByRole('button', { name: 'Run again with these parameters' }).click();
  const dialog = workbench.runDialog('release-check');
  await expect(dialog.getByLabel('REPO_PATH')).toHaveValue(host.workDir);
  await dialog.getByRole('button', { name: 'Rehearse' }).click();
  await expect(workbench.list('Runs').getByRole('listitem')).toHaveCount(2);
  await expect(workbench.tab('release-check')).toHaveAttribute('aria-selected', 'true');
});
