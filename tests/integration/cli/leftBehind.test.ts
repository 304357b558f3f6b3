import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { Machine } from './commandLine';
import { isRunning } from './processes';

/** Runs a step whose command waits, and kills the program while it does. What is left runs on: the command, and what has left its group. */
async function killWhileACommandRuns(machine: Machine) {
  const file = machine.write('workflow.json', { name: 'w', steps: [{ id: 'a', prompt: 'A' }] });
  const child = machine.start('run', file, '--permission-mode', 'bypassPermissions');
  child.stdout.resume();
  child.stderr.resume();
  const closed = once(child, 'exit');
  const begun = join(machine.workDir, 'begun');
  await vi.waitFor(() => expect(readFileSync(begun, 'utf8')).toMatch(/\n$/), { timeout: 20_000, interval: 20 });
  child.kill('SIGKILL');
  await closed;
  return readFileSync(begun, 'utf8').trim().split(' ').map(Number);
}

function serveCommand(): Promise<ModelServer> {
  const command = 'setsid sleep 60 & echo $$ $! > begun; sleep 60; echo on > went-on';
  return startModelServer({ script: turns(toolUse('bash', { command }), text('done')) });
}

const onLinux = it.runIf(process.platform === 'linux');

onLinux('going on with a run whose program was killed first ends what its commands left running', async () => {
  await using server = await serveCommand();
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const left = await killWhileACommandRuns(machine);
  expect(left.filter(isRunning)).toEqual(left);

  const [run] = JSON.parse((await machine.run('runs', '--json')).out);
  await vi.waitFor(() => expect(left.filter(isRunning)).toEqual([]), { timeout: 5_000, interval: 20 });
  expect(await machine.run('resume', run.runId)).toMatchObject({ status: 0, out: 'done\n' });
  expect(existsSync(join(machine.workDir, 'went-on'))).toBe(false);
});

onLinux('only who opens the store of a killed program ends what it left running', async () => {
  await using server = await serveCommand();
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  using another = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const left = await killWhileACommandRuns(machine);
  await another.run('runs');
  expect(left.filter(isRunning)).toEqual(left);
  await machine.run('runs');
  await vi.waitFor(() => expect(left.filter(isRunning)).toEqual([]), { timeout: 5_000, interval: 20 });
});
