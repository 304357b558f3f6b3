import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

/** The Chromium all windows live in; the test drives the same one over `DOUBLE_CDP_PORT`. */
const profile = mkdtempSync(join(tmpdir(), 'electron-double-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.DOUBLE_CHROMIUM,
  args: [...JSON.parse(process.env.DOUBLE_CHROMIUM_ARGS), `--remote-debugging-port=${process.env.DOUBLE_CDP_PORT}`],
});
let [firstPage] = context.pages();

/** A blank page; the first window takes the one that Chromium opens by itself. */
export async function newPage() {
  const page = firstPage ?? (await context.newPage());
  firstPage = undefined;
  return { page, devtools: await context.newCDPSession(page) };
}

export async function closeBrowser() {
  await context.close().catch(() => {});
  rmSync(profile, { recursive: true, force: true });
}
