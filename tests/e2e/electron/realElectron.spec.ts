import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { temporaryFolder } from '../../support/temporaryFolder';

/** Where the npm package has put Electron's binary, if it could be fetched. */
function electronBinary(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = join(folder, 'path.txt');
  const binary = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8').trim()) : undefined;
  return binary !== undefined && existsSync(binary) ? binary : undefined;
}

/** Why the real thing can't be tried here. */
function hindrance(): string | undefined {
  if (electronBinary() === undefined) return 'there is no Electron binary (fetch it with "npx install-electron")';
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  return needsDisplay ? 'there is no display (try xvfb-run)' : undefined;
}

test('the app works in Electron itself', async () => {
  const reason = hindrance();
  if (reason) console.log(`skipped: ${reason}`);
  test.skip(reason !== undefined, reason);
  using home = temporaryFolder();
  const app = await _electron.launch({
    executablePath: electronBinary(),
    args: [resolve('.'), `--user-data-dir=${home.path}`, '--db', join(home.path, 'stepgraph.db'), '--workdir', resolve('.')],
  });
  try {
    const page = await app.firstWindow();
    await expect(page.getByText('release-check').first()).toBeVisible();
    expect(page.url()).toBe('app://stepgraph/index.html');
    expect(await page.evaluate(() => typeof (window as { require?: unknown }).require)).toBe('undefined');
    expect(await app.evaluate(({ app: electron }) => electron.isReady())).toBe(true);
  } finally {
    await app.close();
  }
});
