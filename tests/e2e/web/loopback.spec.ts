import { expect, type Page, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { tryViolations } from '../electron/violations';

/** How a browser reaches the host: by an address with a token, and by nothing else. */

async function expectConnected(page: Page): Promise<void> {
  await expect(page.getByText('release-check').first()).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
}

test('the printed address opens the app, a reload keeps it, and so does a second tab', async ({ page, context }) => {
  await using host = await startTestHost();
  await page.goto(host.url);
  await expectConnected(page);
  await page.reload();
  await expectConnected(page);
  const second = await context.newPage();
  await second.goto(host.url);
  await expectConnected(second);
});

test('without the token there is a page that says what to do, and no data', async ({ page }) => {
  await using host = await startTestHost();
  await page.goto(new URL('/', host.url).href);
  await expect(page.getByRole('alert').filter({ hasText: 'it prints a new one at each start' })).toBeVisible();
  await expect(page.getByText('it prints a new one at each start')).toHaveCount(1);
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByText('release-check')).toHaveCount(0);
});

test('a first start goes straight to its workflow, and never says that nothing is open', async ({ page }) => {
  await using host = await startTestHost();
  await page.addInitScript(() => {
    const note = () => {
      if (document.body?.innerText.includes('Nothing is open')) document.documentElement.dataset.saidNothing = 'true';
    };
    new MutationObserver(note).observe(document, { childList: true, subtree: true });
  });
  await page.goto(host.url);
  await expect(page.getByRole('group', { name: 'Type Check' })).toBeVisible();
  await expect(page.locator('html')).not.toHaveAttribute('data-said-nothing');
});

test('a page of a host that was started anew says that it needs the new address', async ({ page }) => {
  const port = await freePort();
  await using host = await startTestHost({ port });
  await page.goto(host.url);
  await expectConnected(page);
  await host.restart();
  await expect(page.getByRole('alert').filter({ hasText: 'it prints a new one at each start' })).toBeVisible();
  await page.goto('about:blank');
  await page.goto(host.url);
  await expectConnected(page);
});

test('the policy of the page stops everything that is not our own code, and the app itself never hits it', async ({ page }) => {
  await using host = await startTestHost();
  const reported: string[] = [];
  await page.exposeFunction('reportViolation', (directive: string) => reported.push(directive));
  await page.addInitScript(() => {
    const { reportViolation } = window as unknown as { reportViolation(directive: string): void };
    document.addEventListener('securitypolicyviolation', (event) => reportViolation(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(host.url);
  await expectConnected(page);
  expect(reported).toEqual([]);
  expect(await tryViolations(page)).toEqual([]);
});

async function freePort(): Promise<number> {
  await using host = await startTestHost();
  return Number(new URL(host.url).port);
}
