/** `npm run pictures`: takes the pictures of README and guide anew, from a rehearsal of an example on this repository. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { projectRoot } from '../bin/runtime.mjs';
import { CHROMIUM_ARGS, chromiumPath } from '../tests/support/browser.ts';

const EXAMPLE = 'code-survey';
const LAST_STEP = 'tour';

const { startHeadless } = await import('../out/main/headless.js');
const folder = mkdtempSync(join(tmpdir(), 'stepgraph-pictures-'));
const app = await startHeadless({ database: join(folder, 'stepgraph.db'), workDir: projectRoot, environment: {} });
const browser = await chromium.launch({ executablePath: await chromiumPath(), args: CHROMIUM_ARGS });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(app.url);
  await page.getByText(EXAMPLE, { exact: true }).first().click();
  await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rehearse' }).click();

  const steps = (status) => page.locator(`[data-step-id][data-status=${status}]`);
  await steps('running').nth(2).waitFor();
  await picture('running');

  const last = page.locator(`[data-step-id=${LAST_STEP}]`);
  await last.and(steps('completed')).waitFor();
  await last.click();
  await page.getByText('Written by the built-in rehearsal').waitFor();
  await picture('canvas');

  const title = await talkInTwoWays();
  await page.getByRole('button', { name: 'Show all sessions' }).click();
  await page.getByRole('table', { name: 'All sessions' }).getByRole('button', { name: title, exact: true }).click();
  await page.getByRole('treeitem', { name: 'Checkpoint hooks' }).click();
  await page.getByRole('treeitem', { name: 'Checkpoint classes' }).click({ modifiers: ['ControlOrMeta'] });
  await page.mouse.move(0, 0);
  await picture('timeline');
  await pictureWhatRuns();

  async function picture(name, shown = page) {
    await shown.screenshot({ path: join(projectRoot, 'docs/images', `${name}.png`), animations: 'disabled' });
    console.log(`docs/images/${name}.png`);
  }

  /** A rehearsal changes nothing, so it has nothing running: here a model in process asks for it. */
  async function pictureWhatRuns() {
    const workDir = join(folder, 'site');
    mkdirSync(workDir);
    writeFileSync(join(workDir, 'package.json'), JSON.stringify({ scripts: { dev: 'sleep 600' } }));
    copyFileSync(join(projectRoot, 'tests/integration/mcp/faultyServer.mjs'), join(workDir, 'notes-server.mjs'));
    const usage = { inputTokens: 1200, outputTokens: 80, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const call = (name, input) => [{ type: 'tool_use', id: `call_${name}`, name, input }];
    const reply = async ({ messages }) => {
      const isServer = JSON.stringify(messages).includes('Serve');
      const content = isServer ? call('bash', { command: 'npm run dev' }) : call('notes__work', {});
      return { content, stopReason: 'tool_use', model: 'claude-sonnet-4-6', usage };
    };
    const busy = await startHeadless({
      database: join(folder, 'busy.db'),
      workDir,
      environment: {},
      modelClient: { reply },
      permissionRulesFor: () => ({ allow: ['*'] }),
    });
    const mcpServers = [{ name: 'notes', command: 'node', args: ['notes-server.mjs', 'hangs'] }];
    await busy.host.servers.agree(mcpServers, workDir);
    const steps = [
      { id: 'serve', description: 'Start the site', prompt: 'Serve the site.' },
      { id: 'review', description: 'Review it', prompt: 'Look at it.' },
    ];
    const { id, definition } = await busy.host.services.workflows.create({ name: 'site-review', mcpServers, steps });
    const shown = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await shown.goto(busy.url);
    const { runId } = await busy.host.runs.start({ workflowId: id, definition });
    await shown.getByText('site-review', { exact: true }).first().click();
    await shown.getByRole('button', { name: '2 processes' }).click();
    await shown.getByRole('button', { name: 'site-review, all its steps' }).waitFor();
    await picture('processes', shown);
    await busy.host.runs.stop(runId);
    await busy.close();
  }

  /** The story of chapter 7, section 4.2: two approaches from one baseline. */
  async function talkInTwoWays() {
    const { sessions } = app.host.services;
    const { id, title } = await sessions.create({ title: 'A component, two ways' });
    const say = async (text) => {
      for await (const item of sessions.send({ id, text }, new AbortController().signal)) if (item.type === 'done') return;
    };
    const save = (label) => sessions.saveCheckpoint({ id, label, files: false });
    await say('The component lists what depends on a step. Its data comes from shared/workflow.');
    await say('It has to be reachable by keyboard.');
    const baseline = await save('baseline');
    await say('Write a class-based React component.');
    await save('classes');
    await sessions.restoreCheckpoint({ id, checkpointId: baseline.id, files: false, force: false });
    await say('Write a hooks-based React component.');
    await save('hooks');
    await say('Now test it.');
    return title;
  }
} finally {
  await browser.close();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
}
