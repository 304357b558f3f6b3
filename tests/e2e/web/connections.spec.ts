import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { temporaryFolder } from '../../support/temporaryFolder';
import { Workbench } from '../pages/workbench';

const FAULTY = resolve('tests/integration/mcp/faultyServer.mjs');

async function openSettings(page: Page) {
  await new Workbench(page).ready(); // after a reload, too
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('a key and an address typed into Settings are used at once, and the page never sees the key again', async ({ page }) => {
  await using server = await startModelServer({ script: text('hello') });
  await using host = await startTestHost();
  await Workbench.open(page, host.url);
  const received: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
  await page.reload();
  const settings = await openSettings(page);
  await expect(settings).toContainText('every run is a rehearsal');
  await settings.getByLabel('Base URL').fill(server.url);
  await settings.getByLabel('Base URL').press('Enter');
  await expect(settings).toContainText(`Runs go to ${server.url}`);
  await settings.getByLabel('API key').fill('canary-key-of-the-page');
  await settings.getByRole('button', { name: 'Set key' }).click();
  await expect(settings).toContainText('A key is set.');
  await expect(settings.getByLabel('API key')).toHaveValue('');

  const { result } = await host.host.runs.start({ definition: { name: 'W', steps: [{ id: 'a', prompt: 'Say hello' }] } });
  await result;
  expect(server.requests[0]?.headers.authorization).toBe('Bearer canary-key-of-the-page');
  await page.reload();
  await openSettings(page);
  await expect(settings).toContainText('A key is set.');
  expect(received.join()).toContain(server.url);
  expect(received.join()).not.toContain('canary-key');
  await settings.getByRole('button', { name: 'Remove key' }).click();
  await expect(settings).toContainText('None is set.');
});

test('an MCP server is added in Settings with a secret, tried out, and offered to steps once it is saved', async ({ page }) => {
  await using host = await startTestHost();
  await Workbench.open(page, host.url);
  const settings = await openSettings(page);
  await settings.getByLabel('Secret name').fill('NOTE');
  await settings.getByLabel('Secret value').fill('canary-of-the-note');
  await settings.getByRole('button', { name: 'Set secret' }).click();
  await expect(settings.getByRole('listitem').filter({ hasText: 'NOTE' })).toContainText('is set');

  await settings.getByRole('button', { name: 'Add server' }).click();
  await settings.getByLabel('Server name').fill('mine');
  await settings.getByLabel('Program').fill(process.execPath);
  await settings.getByLabel('Arguments').fill(`${FAULTY}\nrefuses to start`);
  await settings.getByLabel('Environment').fill('NOTE=${secret:NOTE}');
  await settings.getByRole('button', { name: 'Test connection' }).click();
  await expect(settings).toContainText('ended at once (exit status 3)', { timeout: 20_000 });
  await settings.getByLabel('Arguments').fill(`${FAULTY}\nsound`);
  await settings.getByRole('button', { name: 'Test connection' }).click();
  await expect(settings).toContainText('offers 2 tools', { timeout: 20_000 });
  await expect(settings).toContainText('mine__work');
  await settings.getByRole('button', { name: 'Log', exact: true }).click();
  const log = settings.getByRole('log', { name: 'Log of mine' });
  await expect(log).toContainText('the refuses to start server says hello');
  await expect(log).toContainText('exit status 3');
  await expect(log).toContainText('ready with 2 tools');
  await settings.getByRole('button', { name: 'Test connection' }).click();
  await expect(log.getByText('ready with 2 tools')).toHaveCount(2, { timeout: 20_000 });
  await settings.getByRole('button', { name: 'Clear log' }).click();
  await expect(settings).toContainText('The log begins when');
  expect(host.host.servers.personal()).toEqual([]);
  await settings.getByRole('button', { name: 'Save servers' }).click();
  await expect(settings.getByRole('button', { name: 'Save servers' })).toBeHidden();
  expect(host.host.servers.personal()).toEqual([
    {
      definition: { name: 'mine', command: process.execPath, args: [FAULTY, 'sound'], env: { NOTE: '${secret:NOTE}' } },
      isEnabled: true,
    },
  ]);
  expect(host.host.defaults().catalog?.tools).toContain('mine__*');
});

test('what a step brings along is edited in the inspector, and nothing of it starts', async ({ page }) => {
  using folder = temporaryFolder();
  await using host = await startTestHost({ workDir: folder.path });
  const workbench = await Workbench.open(page, host.url);
  await workbench.newWorkflow();
  await workbench.drawStep({ x: 160, y: 90 }, 'Look', 'Look around');
  const { inspector } = workbench;
  await inspector.getByLabel('Tools', { exact: true }).fill('run_workflow');
  await inspector.getByRole('button', { name: 'Add server' }).click();
  await inspector.getByLabel('Server name').fill('files');
  await inspector.getByLabel('Program').fill(process.execPath);
  const mark = join(folder.path, 'started');
  await inspector.getByLabel('Arguments').pressSequentially(`${FAULTY}\nstarts others\n${mark}`);
  await inspector.getByLabel('Environment').pressSequentially('A=1\nB=x=y');
  await inspector.getByLabel('Skills').fill('no/such/folder');
  await expect(inspector).toContainText('no/such/folder cannot be opened');
  await expect(page.getByRole('tab', { name: /^Problems.*1/ })).toBeVisible();
  const { workflows } = host.host.services;
  await expect
    .poll(() => workflows.get(workflows.list()[0]?.id ?? '')?.definition.steps[0])
    .toMatchObject({
      tools: ['run_workflow'],
      mcpServers: [{ name: 'files', command: process.execPath, args: [FAULTY, 'starts others', mark], env: { A: '1', B: 'x=y' } }],
      skillDirectories: ['no/such/folder'],
    });
  expect(existsSync(mark)).toBe(false);
});

test('a workflow brings servers along for all its steps, each with its log', async ({ page }) => {
  await using host = await startTestHost();
  const workbench = await Workbench.open(page, host.url);
  await workbench.newWorkflow();
  const { inspector } = workbench;
  await inspector.getByRole('button', { name: 'Add server' }).click();
  await inspector.getByLabel('Server name').fill('shared');
  await inspector.getByLabel('Program').fill('no-such-program');
  const { workflows } = host.host.services;
  await expect
    .poll(() => workflows.get(workflows.list()[0]?.id ?? '')?.definition.mcpServers)
    .toEqual([{ name: 'shared', command: 'no-such-program' }]);
  await inspector.getByRole('button', { name: 'Log', exact: true }).click();
  await expect(inspector).toContainText('The log begins when a server called shared is started.');
  await inspector.getByRole('button', { name: 'Remove shared' }).click();
  await expect.poll(() => workflows.get(workflows.list()[0]?.id ?? '')?.definition).not.toHaveProperty('mcpServers');
});

test('a server that came with a workflow starts once the person has agreed to its exact command, and is asked about again when that changes', async ({
  page,
}) => {
  using folder = temporaryFolder();
  await using server = await startModelServer({ script: text('done') });
  await using host = await startTestHost({ workDir: folder.path, modelServer: server.url });
  const workbench = await Workbench.open(page, host.url);
  const { workflows } = host.host.services;
  const mark = join(folder.path, 'started.log');
  const secondArgument = '<b>not markup</b> '.repeat(40);
  const theirs = { name: 'theirs', command: process.execPath, args: [FAULTY, 'starts others', mark, secondArgument], env: { LEVEL: '9' } };
  const imported = (server: typeof theirs) => ({
    name: 'imported',
    steps: [{ id: 'a', description: 'Look', prompt: 'Look', mcpServers: [server] }],
  });
  const stored = await workflows.create(imported(theirs));
  await workbench.row('Workflows', 'imported').getByRole('button').first().click();
  await expect(workbench.step('Look')).toBeVisible();
  expect(existsSync(mark)).toBe(false);

  await workbench.runButton.click();
  await workbench.expectStatus('Look', 'waiting');
  const card = page.getByRole('article', { name: /asks to start an MCP server/ });
  for (const part of [process.execPath, FAULTY, mark, secondArgument, '"LEVEL": "9"', folder.path]) await expect(card).toContainText(part);
  expect(existsSync(mark)).toBe(false);
  await card.getByRole('button', { name: 'Agree and start' }).click();
  await workbench.expectStatus('Look', 'completed');
  expect(existsSync(mark)).toBe(true);

  await workbench.runButton.click();
  await workbench.expectStatus('Look', 'completed');
  await expect(card).toBeHidden();

  await workflows.save(stored.id, imported({ ...theirs, env: { LEVEL: '10' } }), 1, null);
  const { runId } = await host.host.runs.start({ workflowId: stored.id, definition: workflows.get(stored.id)?.definition });
  await card.getByRole('button', { name: 'Deny' }).click();
  await expect.poll(() => host.host.store.runs.get(runId)?.status).toBe('failed');
});
