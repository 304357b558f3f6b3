import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { startTestHost, type TestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { Workbench } from '../pages/workbench';

async function openSettings(page: Page) {
  await new Workbench(page).ready(); // after a reload, too
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toBeVisible();
  return dialog;
}

const pricesOf = (host: TestHost): unknown => JSON.parse(readFileSync(join(host.config, 'prices.json'), 'utf8'));

test('a price that is set in Settings makes the cost of the next run; before, it is unknown and not nothing', async ({ page }) => {
  await using server = await startModelServer({ script: text('Done.', { inputTokens: 1_000_000, outputTokens: 100_000 }) });
  await using host = await startTestHost({ modelServer: server.url });
  const definition = { name: 'Bill', model: 'house-model-7', steps: [{ id: 'a', prompt: 'Go' }] };
  const workbench = await Workbench.open(page, host.url);
  const run = async () => (await host.host.runs.start({ definition })).result;
  await run();
  await expect(workbench.row('Runs', 'Bill').first()).toContainText('cost unknown');
  await expect(workbench.row('Runs', 'Bill').first()).not.toContainText('$0');

  const settings = await openSettings(page);
  const form = settings.getByRole('form', { name: 'New price' });
  await form.getByLabel('Model').fill('house-model*');
  await form.getByLabel('Input').fill('2.50');
  await form.getByRole('button', { name: 'Set price' }).click();
  await expect(form.getByRole('alert')).toHaveText('Write dollars, as in 2.50.');
  await form.getByLabel('Output').fill('10');
  await form.getByLabel('Output').press('Enter');
  await expect(settings.getByRole('table', { name: 'Prices of your own' }).getByRole('row', { name: /house-model/ })).toContainText('2.5');
  expect(pricesOf(host)).toEqual({ 'house-model*': { input: 2.5, output: 10 } });
  await page.keyboard.press('Escape');

  await run();
  await expect(workbench.row('Runs', 'Bill').first()).toContainText('$3.50');
});

test('a built-in price is changed and reset with the keyboard, and each change can be taken back', async ({ page }) => {
  await using host = await startTestHost();
  await Workbench.open(page, host.url);
  const settings = await openSettings(page);
  await settings.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Prices' }).press('Enter');
  await expect(settings.getByRole('heading', { name: 'Prices' })).toBeFocused();
  await settings.getByRole('button', { name: /^Built-in prices/ }).press('Enter');
  await settings.getByRole('button', { name: 'Change the price of claude-haiku-4-5' }).press('Enter');
  const form = settings.getByRole('form', { name: 'Price of claude-haiku-4-5' });
  await expect(form.getByLabel('Input')).toBeFocused();
  await expect(form.getByLabel('Cache write')).toHaveValue('1.25');
  await form.getByLabel('Input').fill('0,8');
  await page.keyboard.press('Enter');
  const own = settings.getByRole('table', { name: 'Prices of your own' });
  await expect(own.getByRole('row', { name: /claude-haiku-4-5/ })).toContainText('built in: 1 / 5');
  const changed = { 'claude-haiku-4-5': { input: 0.8, output: 5, cacheRead: 0.1, cacheWrite: 1.25 } };
  expect(pricesOf(host)).toEqual(changed);

  await own.getByRole('button', { name: 'Reset the price of claude-haiku-4-5' }).press('Enter');
  await expect(own).toHaveCount(0);
  expect(pricesOf(host)).toEqual({});
  const undo = settings.getByRole('button', { name: 'Undo', exact: true });
  await expect(undo).toBeFocused();
  await undo.press('Enter');
  await expect(own.getByRole('row', { name: /claude-haiku-4-5/ })).toBeVisible();
  expect(pricesOf(host)).toEqual(changed);
  await undo.press('Enter');
  await expect(own).toHaveCount(0);
  expect(pricesOf(host)).toEqual({});
});

test('a file of prices that cannot be used is said in Settings, and put aside by the first price that is set there', async ({ page }) => {
  await using host = await startTestHost();
  mkdirSync(host.config, { recursive: true });
  writeFileSync(join(host.config, 'prices.json'), '{ "mine": 3 ');
  await Workbench.open(page, host.url);
  const settings = await openSettings(page);
  await expect(settings.getByRole('alert')).toContainText('prices.json is not used');
  const form = settings.getByRole('form', { name: 'New price' });
  await form.getByLabel('Model').fill('mine');
  await form.getByLabel('Input').fill('3');
  await form.getByLabel('Output').fill('3');
  await form.getByRole('button', { name: 'Set price' }).click();
  await expect(settings.getByRole('alert')).toHaveCount(0);
  expect(pricesOf(host)).toEqual({ mine: { input: 3, output: 3 } });
  expect(readFileSync(join(host.config, 'prices.json.damaged'), 'utf8')).toBe('{ "mine": 3 ');
});

test('limits of sessions and the files of steps are set in Settings, hold at once and stay set', async ({ page }) => {
  await using host = await startTestHost();
  await Workbench.open(page, host.url);
  const settings = await openSettings(page);
  const idle = settings.getByLabel('Idle after');
  await expect(idle).toHaveValue('30m');
  await idle.fill('soon');
  await expect(settings.getByRole('alert')).toContainText('a whole number and a unit');
  await idle.fill('2h');
  await idle.press('Enter');
  await expect(settings.getByRole('alert')).toHaveCount(0);
  await settings.getByLabel('Sessions kept').fill('250');
  await settings.getByLabel('Clean up every').fill('90s');
  await settings.getByLabel('Steps at once').fill('99');
  await settings.getByRole('switch', { name: 'Keep files of steps' }).click();
  await expect(settings.getByText('Write a whole number from 1 to 64.')).toBeVisible();
  await settings.getByLabel('Steps at once').fill('3');
  await settings.getByLabel('Steps at once').press('Enter');

  const stored = () => host.host.services.app.settings();
  await expect.poll(() => stored().maxConcurrency).toBe(3);
  expect(stored()).toMatchObject({
    keepStepFiles: true,
    sessionManager: { idleTimeoutMs: 7_200_000, maxSessions: 250, cleanupIntervalMs: 90_000 },
  });
  await page.reload();
  await openSettings(page);
  await expect(idle).toHaveValue('2h');
  await expect(settings.getByLabel('Clean up every')).toHaveValue('90s');
  await expect(settings.getByRole('switch', { name: 'Keep files of steps' })).toBeChecked();
});
