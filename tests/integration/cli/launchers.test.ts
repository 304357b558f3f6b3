import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { held } from '../../support/modelServer/faults';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { NO_OLD_NODE, oldNode } from '../../support/oldNode';
import { Machine } from './commandLine';
import { isRunning } from './processes';

const launcher = resolve(import.meta.dirname, '../../../bin/stepgraph.mjs');
const starter = resolve(import.meta.dirname, '../../../scripts/start.mjs');

let server: ModelServer;
let machine: Machine;
let asked: Promise<void>;
let answer: () => void;
let started: number[] = [];

beforeEach(async () => {
  const request = Promise.withResolvers<void>();
  const hold = Promise.withResolvers<void>();
  asked = request.promise;
  answer = hold.resolve;
  server = await startModelServer({
    script: () => {
      request.resolve();
      return held(text('done'), hold.promise);
    },
  });
  machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
});
afterEach(async () => {
  for (const pid of started.filter(isRunning)) process.kill(pid, 'SIGKILL');
  started = [];
  answer();
  machine[Symbol.dispose]();
  await server.close();
});

it('killing the launcher of an old Node ends the run beneath it, which can be gone on with', async ({ skip }) => {
  if (oldNode === undefined) return skip(NO_OLD_NODE);
  const file = machine.write('workflow.json', { name: 'w', steps: [{ id: 'a', prompt: 'A' }] });
  const child = silent(machine.startUnder(oldNode, launcher, 'run', file));
  await asked;
  await killAndSeeAllEnd(child);

  const [run] = JSON.parse((await machine.run('runs', '--json')).out);
  expect(run.status).toBe('interrupted');
  answer();
  expect(await machine.run('resume', run.runId)).toMatchObject({ status: 0, out: 'done\n' });
});

it('the launcher of an old Node gets the output, the status and the signals of the program', async ({ skip }) => {
  if (oldNode === undefined) return skip(NO_OLD_NODE);
  const file = machine.write('workflow.json', { name: 'w', steps: [{ id: 'a', prompt: 'A' }] });
  const interrupted = silent(machine.startUnder(oldNode, launcher, 'run', file));
  await asked;
  interrupted.kill('SIGTERM');
  expect(await once(interrupted, 'close')).toEqual([130, null]);

  answer();
  const finished = machine.startUnder(oldNode, launcher, 'run', file);
  let out = '';
  finished.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  finished.stderr.resume();
  expect([await once(finished, 'close'), out]).toEqual([[0, null], 'done\n']);
});

it('killing "npm start" ends the server beneath it', async () => {
  const child = machine.startUnder(process.execPath, starter, '--browser', '--port', '0');
  child.stderr.resume();
  const [address] = await once(child.stdout.setEncoding('utf8'), 'data');
  expect(address).toContain('http://127.0.0.1:');
  await killAndSeeAllEnd(child);
  await expect(fetch(new URL('/', address))).rejects.toThrow();
});

function silent<Child extends ChildProcess>(child: Child): Child {
  child.stdout?.resume();
  child.stderr?.resume();
  return child;
}

async function killAndSeeAllEnd(child: ChildProcess): Promise<void> {
  const beneath = childrenOf(child.pid);
  started.push(...beneath);
  expect(beneath.map(isRunning)).toEqual([true]);
  const closed = once(child, 'exit');
  child.kill('SIGKILL');
  await closed;
  await vi.waitFor(() => expect(beneath.filter(isRunning)).toEqual([]), { timeout: 5_000, interval: 20 });
}

function childrenOf(pid: number | undefined): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean).map(Number);
}
