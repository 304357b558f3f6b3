import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { held } from '../../support/modelServer/faults';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { Machine } from './commandLine';
import { isRunning } from './processes';

const never = new Promise<never>(() => {});
let server: ModelServer;
let machine: Machine;
let askedTwice: Promise<void>;

beforeEach(async () => {
  let requests = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  askedTwice = promise;
  server = await startModelServer({
    script: () => {
      requests += 1;
      if (requests === 2) resolve();
      return held(text('too late'), never);
    },
  });
  machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
});
afterEach(async () => {
  machine[Symbol.dispose]();
  await server.close();
});

function startRun() {
  const file = machine.write('workflow.json', {
    name: 'long',
    steps: [
      { id: 'a', prompt: 'A' },
      { id: 'b', prompt: 'B' },
      { id: 'c', prompt: 'C', dependsOn: ['a'] },
    ],
  });
  const child = machine.start('run', file, '--json');
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.resume();
  return { child, closed: once(child, 'close'), out: () => out };
}

it('Ctrl+C aborts the run, stores it and ends with status 130', async () => {
  const { child, closed, out } = startRun();
  await askedTwice;
  child.kill('SIGINT');
  const [status] = await closed;

  expect(status).toBe(130);
  expect(JSON.parse(out())).toMatchObject({
    aborted: true,
    steps: [
      { id: 'a', status: 'failed', error: 'Run aborted' },
      { id: 'b', status: 'failed', error: 'Run aborted' },
      { id: 'c', status: 'skipped', error: 'Run aborted' },
    ],
  });
  const listed = JSON.parse((await machine.run('runs', '--json')).out);
  expect(listed).toMatchObject([{ aborted: true, status: 'failed' }]);
  await server.idle();
});

it('the same press arriving several times, as through npm, is one press', async () => {
  const { child, closed, out } = startRun();
  await askedTwice;
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await closed).toEqual([130, null]);
  expect(JSON.parse(out()).aborted).toBe(true);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
  '%s while a command runs ends the command and then the run, and nothing is said of a lost connection',
  async (signal) => {
    await server.close();
    server = await startModelServer({ script: toolUse('bash', { command: 'echo $$ > begun; sleep 60; echo on > went-on' }) });
    using other = new Machine({ ANTHROPIC_BASE_URL: server.url });
    const file = other.write('workflow.json', { name: 'w', steps: [{ id: 'a', prompt: 'A' }] });
    const child = other.start('run', file, '--permission-mode', 'bypassPermissions');
    let said = '';
    child.stdout.resume();
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
    const closed = once(child, 'close');
    const begun = join(other.workDir, 'begun');
    await vi.waitFor(() => expect(readFileSync(begun, 'utf8')).toMatch(/\n$/), { timeout: 20_000, interval: 20 });
    child.kill(signal);
    expect(await closed).toEqual([130, null]);
    expect(said.trimEnd().split('\n').at(-1)).toMatch(/^w: aborted in /);
    expect(isRunning(Number(readFileSync(begun, 'utf8')))).toBe(false);
  },
);

it('a reader that leaves early ends nothing', async () => {
  await server.close();
  server = await startModelServer({ script: text('ok') });
  using other = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const file = other.write('workflow.json', {
    name: 'w',
    steps: [
      { id: 'a', prompt: 'A' },
      { id: 'b', prompt: 'B', dependsOn: ['a'] },
    ],
  });
  const child = other.start('run', file, '--events');
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(JSON.parse((await other.run('runs', '--json')).out)).toMatchObject([{ status: 'completed' }]);
});
