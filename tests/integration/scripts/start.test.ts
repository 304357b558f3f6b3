import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
let folder: string;
let children: ChildProcessWithoutNullStreams[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepgraph-start-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(folder, { recursive: true });
});

/** A machine without a display. */
function start(...words: string[]) {
  const env = { PATH: process.env.PATH, HOME: folder, STEPGRAPH_DB: join(folder, 'stepgraph.db') };
  const child = spawn(process.execPath, words, { cwd: root, env });
  children.push(child);
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  const closed = once(child, 'close');
  const firstLine = async () => {
    for await (const line of createInterface({ input: child.stdout })) return line;
    return '';
  };
  return { child, closed, firstLine, err: () => err };
}

it('without a display "npm start" says so in one line and serves the app to the browser, until Ctrl+C', async () => {
  const { child, closed, firstLine, err } = start('scripts/start.mjs', '--port', '0');
  const address = new URL(await firstLine());
  expect([address.hostname, address.hash.startsWith('#token=')]).toEqual(['127.0.0.1', true]);

  const page = await fetch(new URL('/', address));
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  expect(
    err()
      .split('\n')
      .filter((line) => line.startsWith('No window: there is no display here')),
  ).toHaveLength(1);

  child.kill('SIGINT');
  expect(await closed).toEqual([0, null]);
});

it('when asked for the browser it does not speak of windows', async () => {
  const { child, closed, firstLine, err } = start('scripts/start.mjs', '--browser');
  expect(await firstLine()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=/);
  child.kill('SIGTERM');
  await closed;
  expect(err()).not.toContain('window');
});

it('refuses an option it does not know, with its usage', async () => {
  const { closed, err } = start('scripts/start.mjs', '--brwoser');
  expect(await closed).toEqual([2, null]);
  expect(err()).toMatch(/--brwoser[\s\S]*Usage: npm start/);
});

it('the launcher runs the terminal program and passes on its exit status', async () => {
  const good = start('bin/stepgraph.mjs', 'validate', 'resources/examples/code-survey.json', '--json');
  expect(JSON.parse(await good.firstLine())).toEqual([]);
  expect(await good.closed).toEqual([0, null]);
  const bad = start('bin/stepgraph.mjs', 'validate', 'missing.json');
  expect(await bad.closed).toEqual([2, null]);
});
