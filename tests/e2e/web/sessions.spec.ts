import { expect, test } from '@playwright/test';
import { damage } from '../../support/damage';
import { startTestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { expectAccessible } from '../pages/expectAccessible';
import { openSessions, row, rows } from '../pages/sessionsPage';
import { smallRepository } from '../pages/smallRepository';
import { talk } from '../pages/talk';

test('sessions are found by what was said in them, and opened at the place', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('I will remember it.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await talk(host, 'Ports', ['The port is 8080.', 'And the other one 9090.']);
  await talk(host, 'Colours', ['The colour is green.']);
  await openSessions(page, host);
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill('8080');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('The port is 8080.');
  await rows(page).getByRole('button', { name: /Ports/ }).click();
  await expect(page.getByRole('list', { name: 'Transcript' })).toContainText('The port is 8080.');
});

test('a damaged session is named in the list, and deleted from there', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Yes.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await talk(host, 'Whole', ['Hello']);
  const id = await talk(host, 'Damaged', ['Hello']);
  damage(host.database, "UPDATE sessions SET settings = '{' WHERE id = ?", id);
  await openSessions(page, host);
  await expect(rows(page)).toHaveCount(2);
  await expect(row(page, 'Whole')).toBeVisible();
  await expect(row(page, `${id} cannot be read.`)).toContainText('Damaged');
  await expectAccessible(page, 'sessions, one damaged');

  await page.getByRole('button', { name: 'Prune…' }).click();
  const prune = page.getByRole('dialog', { name: 'Prune sessions' });
  await prune.getByLabel('State').selectOption('Active');
  await prune.getByLabel('Not used for longer than').fill('0s');
  await expect(prune.getByRole('listitem').filter({ hasText: id })).toContainText('Damaged');
  await page.keyboard.press('Escape');

  await row(page, id).getByRole('button', { name: 'Delete' }).click();
  await expect(rows(page)).toHaveCount(1);
});

test('where a session was deleted the keyboard goes on with the one in its place, and after the last one with a new one', async ({
  page,
}) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Yes.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  for (const title of ['One', 'Two', 'Three']) await talk(host, title, ['Hello']);
  await openSessions(page, host);
  const open = (title: string) => row(page, title).getByRole('button', { name: title });
  await open('Two').focus();
  await page.keyboard.press('Delete');
  await expect(row(page, 'Two')).toHaveCount(0);
  await expect(open('One')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row(page, 'One')).toHaveCount(0);
  await expect(open('Three')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('region', { name: 'Sessions' }).getByRole('button', { name: 'New session' }).first()).toBeFocused();
});

test('sessions are filtered, closed, pruned after a look at what goes, deleted, and brought back', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Yes.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  for (const title of ['One', 'Two', 'Three']) await talk(host, title, ['Hello']);
  await openSessions(page, host);
  await expect(page.getByRole('button', { name: 'Close idle' })).toBeDisabled();
  await row(page, 'One').hover();
  await row(page, 'One').getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(rows(page)).toHaveCount(3);

  await page.getByRole('button', { name: 'Prune…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Prune sessions' });
  await expect(dialog.getByRole('button', { name: 'Prune', exact: true })).toBeDisabled();
  await dialog.getByLabel('Not used for longer than').fill('7x');
  await expect(dialog.getByRole('alert')).toContainText('7x');
  await dialog.getByLabel('State').selectOption('active');
  await dialog.getByLabel('Not used for longer than').fill('0s');
  await expect(dialog.getByRole('list', { name: 'Sessions that would go' }).getByRole('listitem')).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Prune 3 sessions' }).click();
  await expect(page.getByText('No sessions yet').last()).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(rows(page)).toHaveCount(3);

  await row(page, 'Two').hover();
  await row(page, 'Two').getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await page.getByRole('button', { name: 'Recently deleted' }).click();
  await page.getByRole('menuitem', { name: /Bring back .*Two/ }).click();
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByRole('button', { name: 'Recently deleted' })).toBeHidden();

  await page.getByRole('combobox', { name: 'State' }).selectOption('closed');
  await expect(page.getByText('No session matches').last()).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows(page)).toHaveCount(3);
});

test('the list, a session and its timeline break no rule of accessibility, in any theme', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Yes.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const id = await talk(host, 'One', ['Hello', 'And again']);
  await host.host.services.sessions.saveCheckpoint({ id, label: 'here', files: false });
  await openSessions(page, host);
  await expect(rows(page)).toHaveCount(1);
  await expectAccessible(page, 'sessions');
  await page.getByRole('button', { name: 'Prune…' }).click();
  await expectAccessible(page, 'prune');
  await page.keyboard.press('Escape');
  await row(page, 'One').getByRole('button', { name: 'One' }).click();
  await expect(page.getByRole('treeitem', { name: 'Checkpoint here' })).toBeVisible();
  for (const theme of ['light', 'dark', 'high-contrast']) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    await expectAccessible(page, `session, ${theme}`);
  }
  await page.getByRole('treeitem', { name: 'Checkpoint here' }).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('stays as it is');
  await expectAccessible(page, 'restore');
});
