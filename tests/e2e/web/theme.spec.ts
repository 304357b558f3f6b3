import { expect, type Page, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { Workbench } from '../pages/workbench';

test('the window follows the system until a theme is chosen, and keeps the choice', async ({ page }) => {
  await using host = await startTestHost();
  await page.emulateMedia({ colorScheme: 'light' });
  await Workbench.open(page, host.url);
  expect(await background(page)).toBe(LIGHT);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await background(page)).toBe(DARK);

  await page.keyboard.press('Control+,');
  await page.getByRole('dialog', { name: 'Settings' }).getByLabel('Theme').selectOption('Light');
  await expect.poll(() => background(page)).toBe(LIGHT);
  await expect.poll(() => host.host.services.app.settings().theme).toBe('light');
  await page.reload();
  await expect.poll(() => background(page)).toBe(LIGHT);
});

test('reduced motion stops what moves by itself', async ({ page }) => {
  await using host = await startTestHost();
  await Workbench.open(page, host.url);
  expect(await motion(page)).toBe('running');
  await page.keyboard.press('Control+,');
  await page.getByRole('switch', { name: 'Reduced motion' }).click();
  await expect.poll(() => motion(page)).toBe('paused');
});

const LIGHT = 'rgb(246, 246, 244)';
const DARK = 'rgb(18, 18, 20)';

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

function motion(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--motion-loop').trim());
}
