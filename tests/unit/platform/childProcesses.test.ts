import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { childEnvironment } from '../../../electron/platform/childEnvironment';
import { killGroup, spawnInGroup } from '../../../electron/platform/childProcesses';

/** Starts a shell script and waits for its first line, which tells the process ids of its children. */
async function started(script: string): Promise<{ child: ChildProcess; pid: number; children: number[] }> {
  const child = spawnInGroup('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const { pid, stdout } = child;
  if (pid === undefined || stdout === null) throw new Error('sh did not start');
  onTestFinished(() => killGroup(pid, 50));
  const [line] = await once(stdout, 'data');
  return { child, pid, children: String(line).trim().split(' ').map(Number) };
}

/** A zombie is over, too. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

test('killing a group ends the program and all it started', async () => {
  const { pid, children } = await started('sleep 60 & sleep 60 & echo $!; wait');
  await killGroup(pid);
  expect([pid, ...children].filter(isRunning)).toEqual([]);
});

test('what ignores SIGTERM is killed after the grace', async () => {
  const { pid, children } = await started("trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & echo $!; while :; do sleep 1; done");
  await killGroup(pid, 100);
  expect([pid, ...children].filter(isRunning)).toEqual([]);
});

test('children that outlive the head of their group are ended, too', async () => {
  const { child, pid, children } = await started('sleep 60 >/dev/null & echo $!');
  if (child.exitCode === null) await once(child, 'exit');
  expect(children.filter(isRunning)).toEqual(children);
  await killGroup(pid);
  expect(children.filter(isRunning)).toEqual([]);
});

test('killing a group that has ended does nothing', async () => {
  const { child, pid } = await started('echo 1');
  if (child.exitCode === null) await once(child, 'exit');
  await killGroup(pid);
});

test('a program that does not exist is an error event, not a throw', async () => {
  const [error] = await once(spawnInGroup('/no/such/program', []), 'error');
  expect(error).toMatchObject({ code: 'ENOENT' });
});

test('children get the environment without secrets, and what their definition adds', () => {
  const environment = {
    PATH: '/bin',
    HOME: '/home/ada',
    KEYBOARD: 'de',
    ANTHROPIC_API_KEY: 'a',
    ANTHROPIC_BASE_URL: 'b',
    OPENAI_API_KEY: 'c',
    GITHUB_TOKEN: 'd',
    CLIENT_SECRET: 'e',
    PGPASSWORD: 'f',
    DB_PASSWORD: 'g',
    AWS_SECRET_ACCESS_KEY: 'h',
    TOKEN: 'i',
    my_token: 'j',
    NODE_OPTIONS: '--inspect',
    STEPGRAPH_DB: '/db',
  };
  expect(childEnvironment({ SERVER_TOKEN: 'given' }, environment)).toEqual({
    PATH: '/bin',
    HOME: '/home/ada',
    KEYBOARD: 'de',
    SERVER_TOKEN: 'given',
  });
});

test('a child started without an environment sees none of our secrets', async () => {
  process.env.STORE_TEST_TOKEN = 'planted-secret';
  onTestFinished(() => {
    delete process.env.STORE_TEST_TOKEN;
  });
  const child = spawnInGroup('env', [], { stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks = await child.stdout?.toArray();
  expect(String(chunks?.join(''))).toContain('PATH=');
  expect(String(chunks?.join(''))).not.toContain('planted-secret');
});
