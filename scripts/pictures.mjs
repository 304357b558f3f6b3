/** `npm run pictures`: takes the pictures of README and guide anew, from a rehearsal of an example on this repository. */
import { mkdtempSync, rmSync } from 'node:fs';
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

  async function picture(name) {
    await page.screenshot({ path: join(projectRoot, 'docs/images', `${name}.png`), animations: 'disabled' });
    console.log(`docs/images/${name}.png`);
  }
} finally {
  await browser.close();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
}
