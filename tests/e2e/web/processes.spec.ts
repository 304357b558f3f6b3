import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';
import { Workbench } from '../pages/workbench';

const FAULTY = resolve('tests/integration/mcp/faultyServer.mjs');
const waits = 'touch waiting; until [ -e go ]; do sleep 0.05; done';

test('what runs is listed with whom it works for, and can be stopped; the agent is told and goes on', async ({ page }) => {
  using folder = temporaryFolder();
  await using server = await startModelServer({
    script: byPrompt(
      ['Wait', turns(toolUse('bash', { command: waits }), text('stopped, I see'))],
      ['Call', turns(toolUse('files__work', {}), text('ok'))],
    ),
  });
  await using host = await startTestHost({ workDir: folder.path, modelServer: server.url, permissionRulesFor: () => ({ allow: ['*'] }) });
  const workbench = await Workbench.open(page, host.url);
  await page.getByRole('tab', { name: /^Processes/ }).click();
  const panel = page.getByRole('tabpanel', { name: /^Processes/ });
  await expect(panel).toContainText('Nothing is running');

  const mcpServers = [{ name: 'files', command: process.execPath, args: [FAULTY, 'hangs', join(folder.path, 'called')] }];
  await host.host.servers.agree(mcpServers, folder.path);
  const { result } = await host.host.runs.start({
    definition: {
      name: 'release',
      steps: [
        { id: 'wait', prompt: 'Wait' },
        { id: 'call', prompt: 'Call', mcpServers },
      ],
    },
  });
  const table = page.getByRole('table', { name: 'Processes' });
  const command = table.getByRole('row').filter({ hasText: waits });
  await expect(command).toContainText('release / wait');
  const mcp = table.getByRole('row').filter({ hasText: FAULTY });
  await expect(mcp).toContainText('release, all its steps');
  await expect(mcp).toContainText(String(host.host.services.processes.running().find(({ kind }) => kind === 'server')?.pid));
  await expect(page.getByRole('tab', { name: 'Processes 2' })).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('2 processes');

  await expect
    .poll(() => existsSync(join(folder.path, 'waiting')) && existsSync(join(folder.path, 'called')), { timeout: 20_000 })
    .toBe(true);
  await command.getByRole('button', { name: 'Stop bash' }).click();
  await expect(command).toBeHidden();
  await mcp.getByRole('button', { name: 'Stop files' }).click();
  await expect(panel).toContainText('Nothing is running');
  expect(await result).toMatchObject({ status: 'completed', steps: [{ text: 'stopped, I see' }, { text: 'ok' }] });

  // From the palette, and from a session, which has no other panel at the bottom.
  await page.getByRole('button', { name: 'Close panel' }).click();
  await workbench.explorer.getByRole('button', { name: /^Sessions/ }).click();
  await workbench.row('Sessions', 'release/wait').getByRole('button').first().click();
  await expect(page.getByRole('tab', { name: /^Problems/ })).toBeHidden();
  await page.keyboard.press('Control+K');
  await page.keyboard.type('what is running');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText('Nothing is running');
  await expect(page.getByRole('tab', { name: /^Problems/ })).toBeHidden();
});

test('who a process works for is a way to its run', async ({ page }) => {
  using folder = temporaryFolder();
  await using server = await startModelServer({ script: turns(toolUse('bash', { command: waits }), text('done')) });
  await using host = await startTestHost({ workDir: folder.path, modelServer: server.url, permissionRulesFor: () => ({ allow: ['*'] }) });
  await Workbench.open(page, host.url);
  const { runId, result } = await host.host.runs.start({ definition: { name: 'release', steps: [{ id: 'wait', prompt: 'Wait' }] } });
  await page.getByRole('contentinfo').getByRole('button', { name: '1 process' }).click();
  await page.getByRole('button', { name: 'release / wait' }).click();
  await expect(page.getByRole('tab', { name: /^release, / })).toHaveAttribute('aria-selected', 'true');
  await host.host.runs.stop(runId);
  await result;
});

test('an output that was too long for the model is read whole: in the run, and in its session', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  using folder = temporaryFolder();
  await using server = await startModelServer({ script: turns(toolUse('bash', { command: 'seq 2000000' }), text('done')) });
  await using host = await startTestHost({ workDir: folder.path, modelServer: server.url, permissionRulesFor: () => ({ allow: ['*'] }) });
  const workbench = await Workbench.open(page, host.url);
  const { result } = await host.host.runs.start({ definition: { name: 'count', steps: [{ id: 'all', prompt: 'Count' }] } });
  expect(await result).toMatchObject({ status: 'completed' });

  await workbench.row('Runs', 'count').getByRole('button').first().click();
  await page.getByRole('tab', { name: 'Transcript' }).click();
  await page.getByRole('button', { name: /bash/ }).first().click();
  await page.getByRole('button', { name: 'Show all 2,000,000 lines' }).click();
  const dialog = page.getByRole('dialog', { name: 'Whole output of bash' });
  await expect(dialog).toContainText('2,000,000 lines, 14,888,896 characters');
  const output = dialog.getByRole('region', { name: 'Output' });
  await expect(output.getByText('17', { exact: true })).toBeVisible();
  await expect(output.getByText('100', { exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Later' }).click();
  await dialog.getByRole('button', { name: 'Later' }).click();
  await output.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(output.getByText('2000000', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy all' }).click();
  await expect(page.getByText('Copied.', { exact: true })).toBeVisible();
  expect(await page.evaluate(async () => (await navigator.clipboard.readText()).length)).toBe(14_888_896);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();

  await workbench.explorer.getByRole('button', { name: /^Sessions/ }).click();
  await workbench.row('Sessions', 'count/all').getByRole('button').first().click();
  await page.getByRole('list', { name: 'Transcript' }).getByRole('button', { name: /bash/ }).click();
  await page.getByRole('button', { name: 'Show all 2,000,000 lines' }).click();
  await expect(output.getByText('17', { exact: true })).toBeVisible();
});
