import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { openEchoedSession } from '../pages/echoedSession';
import { row, rows } from '../pages/sessionsPage';
import { Workbench } from '../pages/workbench';

/** The terminal of the same person: a process of its own over the same store. */
const CLI = resolve('out/main/cli.js');

test('what a terminal does to sessions is seen in an open window: in the list, and in a session before one goes on with it', async ({
  page,
}) => {
  await using opened = await openEchoedSession(page);
  const { host, model, session } = opened;
  const terminal = async (...words: readonly string[]) => {
    const environment = { PATH: process.env.PATH, HOME: host.workDir, STEPGRAPH_DB: host.database, ANTHROPIC_BASE_URL: model.url };
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words], { cwd: host.workDir, env: environment });
    return stdout.trim();
  };
  await session.say('From the window.', /From the window/);
  const [own = ''] = host.host.store.sessions.list({}).map(({ id }) => id);
  await new Workbench(page).explorer.getByRole('button', { name: 'Show all sessions' }).click();
  await expect(rows(page)).toHaveCount(1);
  const id = await terminal('sessions', 'new', '--title', 'Elsewhere');
  await expect(row(page, 'Elsewhere')).toBeVisible();
  await terminal('sessions', 'delete', id);
  await expect(rows(page)).toHaveCount(1);

  await rows(page).getByRole('button').first().click();
  await expect(session.transcript).toContainText('From the window.');
  await terminal('sessions', 'send', own, 'From the terminal.');
  await expect(session.transcript).toContainText('Noted: From the terminal.');
  await terminal('checkpoints', 'save', own, 'Saved elsewhere');
  await expect(session.point('Checkpoint Saved elsewhere')).toBeVisible();
  await terminal('sessions', 'delete', own);
  await expect(page.getByText(/It may have been deleted/)).toBeVisible();
  await expect(session.message).toBeHidden();
});
