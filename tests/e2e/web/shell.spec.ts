import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { expectAccessible } from '../pages/expectAccessible';
import { smallRepository } from '../pages/smallRepository';
import { Workbench } from '../pages/workbench';

test('no screen breaks a rule of accessibility, in any theme', async ({ page }) => {
  using repository = smallRepository();
  await using host = await startTestHost({ workDir: repository.path });
  const workbench = await Workbench.open(page, host.url);
  await workbench.expectStatus('Report', 'idle');
  for (const theme of ['light', 'dark', 'high-contrast']) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    await expectAccessible(page, `first start, ${theme}`);
  }
  await workbench.runButton.click();
  await expectAccessible(page, 'run dialog');
  await workbench.runDialog('release-check').getByLabel('REPO_PATH').fill(repository.path);
  await page.keyboard.press('Control+Enter');
  await workbench.expectStatus('Report', 'completed');
  await expectAccessible(page, 'finished run');
  await workbench.tab('Transcript').click();
  await expectAccessible(page, 'transcript');
  await page.keyboard.press('Control+,');
  await expectAccessible(page, 'settings');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+K');
  await expectAccessible(page, 'palette');
});

test('the palette finds commands, steps and workflows by any part of their name', async ({ page }) => {
  await using host = await startTestHost();
  const workbench = await Workbench.open(page, host.url);
  await workbench.expectStatus('Lint', 'idle');
  await page.keyboard.press('Control+K');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await palette.getByRole('combobox').fill('hide expl');
  await page.keyboard.press('Enter');
  await expect(workbench.explorer).toBeHidden();

  await page.keyboard.press('Control+K');
  await palette.getByRole('combobox').fill('lint');
  await palette.getByRole('option', { name: 'Lint' }).click();
  await expect(workbench.inspector.getByRole('textbox', { name: 'Id', exact: true })).toHaveValue('lint');
});

test('shortcuts work in the window, and plain letters stay letters in a field', async ({ page }) => {
  await using host = await startTestHost();
  const workbench = await Workbench.open(page, host.url);
  await workbench.expectStatus('Report', 'idle');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await workbench.explorer.getByRole('searchbox').fill('');
  await workbench.explorer.getByRole('searchbox').press('n');
  await expect(page.getByRole('group', { name: /^step-/ })).toHaveCount(0);
  await page.keyboard.press('Control+J');
  await expect(workbench.tab('Run')).toBeHidden();
});

test('what keeps a workflow from running is shown instead of running it', async ({ page }) => {
  await using host = await startTestHost();
  const workbench = await Workbench.open(page, host.url);
  await workbench.newWorkflow();
  await workbench.drawStep({ x: 400, y: 200 }, 'Look', 'Look at $steps.nothing.text');
  await workbench.runButton.click();
  await expect(page.getByRole('tab', { name: /^Problems/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('nothing');
  expect(host.host.services.runs.list({ search: '', limit: 1, offset: 0 }).total).toBe(0);
});

test('what is typed is stored by itself and there after a reload', async ({ page }) => {
  await using host = await startTestHost();
  const workbench = await Workbench.open(page, host.url);
  await workbench.expectStatus('Report', 'idle');
  await workbench.inspector.getByRole('textbox', { name: 'Name', exact: true }).fill('weekly-check');
  await expect(page.getByRole('img', { name: 'unsaved' })).toBeHidden();
  await page.reload();
  await expect(workbench.tab('weekly-check')).toHaveAttribute('aria-selected', 'true');
  await expect(workbench.row('Workflows', 'weekly-check')).toBeVisible();
});
