import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { Workbench } from '../pages/workbench';

test('a first start opens the release check, ready to run; a second one makes no second copy', async ({ page }) => {
  await using host = await startTestHost();
  const workbench = await Workbench.open(page, host.url);
  for (const step of ['Type Check', 'Lint', 'Report']) await workbench.expectStatus(step, 'idle');
  await expect(workbench.runButton).toBeEnabled();
  await host.restart();
  await page.goto('about:blank');
  const again = await Workbench.open(page, host.url);
  await again.expectStatus('Report', 'idle');
  await expect(again.list('Workflows').getByRole('listitem')).toHaveCount(1);
});

test('a template becomes a workflow of one’s own', async ({ page }) => {
  await using host = await startTestHost();
  const workbench = await Workbench.open(page, host.url);
  await workbench.row('Templates', 'code-survey').getByRole('button').click();
  await expect(workbench.tab('code-survey')).toHaveAttribute('aria-selected', 'true');
  await expect(workbench.row('Workflows', 'code-survey')).toBeVisible();
});

test('a workflow is duplicated, renamed and deleted, and deleting can be taken back', async ({ page }) => {
  await using host = await startTestHost();
  const workbench = await Workbench.open(page, host.url);
  await choose(workbench, 'release-check', 'Duplicate');
  await choose(workbench, 'release-check copy', 'Rename');
  await page.getByRole('textbox', { name: 'New name' }).fill('nightly');
  await page.keyboard.press('Enter');
  await expect(workbench.row('Workflows', 'nightly')).toBeVisible();
  await choose(workbench, 'nightly', 'Delete');
  await expect(workbench.row('Workflows', 'nightly')).toBeHidden();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(workbench.row('Workflows', 'nightly')).toBeVisible();
});

test('a thousand workflows: only what is seen is drawn, and the search finds any of them', async ({ page }) => {
  await using host = await startTestHost();
  for (let number = 1; number <= 1000; number += 1) {
    await host.host.services.workflows.create({ name: `survey-${number}`, steps: [] });
  }
  const workbench = await Workbench.open(page, host.url);
  const rows = workbench.list('Workflows').getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(60);
  await workbench.explorer.getByRole('searchbox').fill('survey-777');
  await expect(rows).toHaveCount(1);
  await expect(workbench.row('Workflows', 'survey-777')).toBeVisible();
});

test('arrow keys walk through a list', async ({ page }) => {
  await using host = await startTestHost();
  const workbench = await Workbench.open(page, host.url);
  const templates = workbench.list('Templates').getByRole('listitem');
  await templates.first().getByRole('button').focus();
  await page.keyboard.press('End');
  await expect(templates.last().getByRole('button')).toBeFocused();
});

async function choose(workbench: Workbench, workflow: string, action: string): Promise<void> {
  const row = workbench.row('Workflows', new RegExp(`^${workflow}\\d+ steps?$`));
  await row.hover();
  await row.getByRole('button', { name: 'More actions' }).click();
  await workbench.page.getByRole('menuitem', { name: action }).click();
}
