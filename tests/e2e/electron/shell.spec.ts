import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { DesktopApp } from '../../support/electron-double/launch';
import { temporaryFolder } from '../../support/temporaryFolder';
import { tryViolations } from './violations';

/** The built desktop app as it is, with the double in place of Electron and real Chromium pages as its windows. */

let home: ReturnType<typeof temporaryFolder>;

test.beforeEach(() => {
  home = temporaryFolder();
});

test.afterEach(() => home[Symbol.dispose]());

/** The page shows what only the host can have told it. */
async function expectConnected(page: Page): Promise<void> {
  await expect(page.getByText('release-check').first()).toBeVisible();
}

test('the window opens, shows what the host knows, and does so again after a reload', async () => {
  await using app = await DesktopApp.launch(home.path);
  const page = await app.page();
  await expectConnected(page);
  const state = await app.state();
  expect(state.windows).toEqual([expect.objectContaining({ url: 'app://stepgraph/index.html', isShown: true })]);
  expect(state).toMatchObject({ isSandboxEnabled: true, errors: [], privileges: { app: { standard: true, secure: true } } });
  await page.reload();
  await expectConnected(page);
});

test('the page sees the bridge and nothing of Node or Electron', async () => {
  await using app = await DesktopApp.launch(home.path);
  const page = await app.page();
  const seen = await page.evaluate(() => {
    const { stepgraph, require, process, module, __post } = window as unknown as Record<string, object | undefined>;
    return {
      bridge: Object.keys(stepgraph ?? {}).toSorted(),
      isFrozen: Object.isFrozen(stepgraph),
      others: [require, process, module, __post],
    };
  });
  expect(seen).toEqual({ bridge: ['onFrame', 'send'], isFrozen: true, others: [undefined, undefined, undefined, undefined] });
});

test('a page that sends garbage loses its connection, not the app', async () => {
  await using app = await DesktopApp.launch(home.path);
  const page = await app.page();
  await expectConnected(page);
  await page.evaluate(() => {
    const { stepgraph } = window as unknown as { stepgraph: { send(frame: unknown): void } };
    for (const frame of ['[[', '{}', '[{"kind":"surprise"}]', 7, null, { kind: 'call' }]) stepgraph.send(frame);
  });
  await page.reload();
  await expectConnected(page);
});

test('nothing leads the window away from the app', async () => {
  await using app = await DesktopApp.launch(home.path);
  const page = await app.page();
  await expectConnected(page);
  const here = page.url();
  for (const address of [
    'https://evil.example/',
    'http://127.0.0.1:9/',
    'file:///etc/passwd',
    'app://other/index.html',
    'app://stepgraph/other.html',
  ]) {
    await page.evaluate((to) => {
      location.href = to;
    }, address);
    await page.evaluate((to) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: to }));
    }, address);
  }
  await expectConnected(page);
  expect(page.url()).toBe(here);
  expect((await app.state()).windows).toHaveLength(1);
});

test('a link to the web or to a mailbox opens outside, once the person has seen where it leads; all others are dropped', async () => {
  await using app = await DesktopApp.launch(home.path);
  const page = await app.page();
  await expectConnected(page);
  await app.command('answer', 0);
  await app.command('answer', 1);
  const addresses = [
    'https://docs.example/guide?x=1',
    'https://refused.example/',
    'http://plain.example/',
    'file:///etc/passwd',
    'smb://x/y',
    'nonsense',
  ];
  for (const address of addresses) await page.evaluate((to) => void window.open(to), address);
  await page.evaluate(() => void window.open('mailto:someone@docs.example'));
  await expect
    .poll(async () => (await app.state()).dialogs)
    .toEqual(['Open docs.example?', 'Open refused.example?', 'Open a mail to someone@docs.example?']);
  expect((await app.state()).opened).toEqual(['https://docs.example/guide?x=1']);
});

test('the policy of the page stops everything that is not our own code', async () => {
  await using app = await DesktopApp.launch(home.path);
  const page = await app.page();
  await expectConnected(page);
  expect(await tryViolations(page)).toEqual([]);
});

test('the page is refused every permission but to copy', async () => {
  await using app = await DesktopApp.launch(home.path);
  await app.page();
  const refused = { request: false, check: false, device: false };
  for (const name of ['media', 'geolocation', 'notifications', 'midi', 'clipboard-read', 'fullscreen', 'openExternal', 'usb', 'unknown'])
    expect([name, await app.command('permission', name)]).toEqual([name, refused]);
  expect(await app.command('permission', 'clipboard-sanitized-write')).toEqual({ request: true, check: true, device: false });
});

test('the scheme serves the built page and nothing beside it', async () => {
  await using app = await DesktopApp.launch(home.path);
  const page = await app.page();
  const statuses = await page.evaluate(async () => {
    const status = (path: string) => fetch(path).then((response) => response.status);
    const paths = [
      '/index.html',
      '/..%2fmain/main.js',
      '/%2e%2e/main/main.js',
      '/..%5cmain%5cmain.js',
      '/%00',
      '/main.js',
      '/assets/',
      '/package.json',
    ];
    return Promise.all(paths.map(status));
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404, 404, 404]);
});

test('a second start brings the first window to the front', async () => {
  await using app = await DesktopApp.launch(home.path);
  await app.page();
  await app.command('secondInstance');
  expect((await app.state()).windows).toEqual([expect.objectContaining({ isFocused: true })]);
  const second = await DesktopApp.launch(home.path, { DOUBLE_SECOND_INSTANCE: '1' });
  expect(await second.exit()).toBe(0);
});

test('the window comes back where it was', async () => {
  const file = join(home.path, 'userData', 'window.json');
  {
    await using app = await DesktopApp.launch(home.path);
    await app.page();
    await app.command('maximize');
    await app.command('closeWindows');
    expect(await app.exit()).toBe(0);
  }
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ isMaximized: true });
  await using app = await DesktopApp.launch(home.path);
  await app.page();
  expect((await app.state()).windows).toEqual([expect.objectContaining({ isMaximized: true })]);
});

test('closing the window ends the app and leaves a store that opens again', async () => {
  {
    await using app = await DesktopApp.launch(home.path);
    await expectConnected(await app.page());
    await app.command('closeWindows');
    expect(await app.exit()).toBe(0);
  }
  expect(existsSync(join(home.path, 'stepgraph.db-wal'))).toBe(false);
  await using app = await DesktopApp.launch(home.path);
  await expectConnected(await app.page());
});
