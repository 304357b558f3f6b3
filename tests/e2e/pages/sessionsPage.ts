import { expect, type Page } from '@playwright/test';
import type { TestHost } from '../../support/host';
import { SessionPage } from './sessionPage';
import { Workbench } from './workbench';

/** The sessions in the list. */
export function rows(page: Page) {
  return page
    .getByRole('table', { name: 'All sessions' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });
}

/** The session of the list with this title. */
export function row(page: Page, title: string | RegExp) {
  return rows(page).filter({ hasText: title });
}

/** Opens the list of all sessions in the main area. */
export async function openSessions(page: Page, host: TestHost): Promise<void> {
  const workbench = await Workbench.open(page, host.url);
  await workbench.explorer.getByRole('button', { name: 'Show all sessions' }).click();
  await expect(page.getByRole('heading', { name: 'Sessions', level: 2, exact: true }).last()).toBeVisible();
}

/** Opens the list of all sessions, and a new session from there. */
export async function openNewSession(page: Page, host: TestHost): Promise<SessionPage> {
  await openSessions(page, host);
  await page.getByRole('button', { name: 'New session' }).first().click();
  return new SessionPage(page);
}
