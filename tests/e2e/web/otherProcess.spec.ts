import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { startTestHost, type TestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { openSessions, row, rows } from '../pages/sessionsPage';
import { smallRepository } from '../pages/smallRepository';
import { talk } from '../pages/talk';

/** The terminal of the same person, in a process of its own over the same store. */
async function terminal(host: TestHost, modelServer: string, ...words: string[]): Promise<void> {
  const environment = { PATH: process.env.PATH, HOME: host.workDir, STEPGRAPH_DB: host.database, ANTHROPIC_BASE_URL: modelServer };
  await promisify(execFile)(process.execPath, [resolve('out/main/cli.js'), ...words], { cwd: host.workDir, env: environment });
}

const transcript = (page: Page) => page.getByRole('list', { name: 'Transcript' });

test('what a terminal adds to a session is seen in an open window before one goes on with it', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Understood.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const id = await talk(host, 'Shared', ['From the window.']);
  await openSessions(page, host);
  await row(page, 'Shared').getByRole('button', { name: 'Shared' }).click();
  await expect(transcript(page)).toContainText('From the window.');
  await terminal(host, model.url, 'sessions', 'send', id, 'From the terminal.');
  await expect(transcript(page)).toContainText('From the terminal.');
  await terminal(host, model.url, 'checkpoints', 'save', id, 'Saved elsewhere');
  await expect(page.getByText('Saved elsewhere').first()).toBeVisible();
  await terminal(host, model.url, 'sessions', 'delete', id);
  await expect(page.getByText(/It may have been deleted/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send' })).toBeHidden();
});

test('a session that a terminal deletes leaves an open list', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Understood.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const id = await talk(host, 'To go', ['Hello']);
  await openSessions(page, host);
  await expect(rows(page)).toHaveCount(1);
  await terminal(host, model.url, 'sessions', 'delete', id);
  await expect(rows(page)).toHaveCount(0);
});
