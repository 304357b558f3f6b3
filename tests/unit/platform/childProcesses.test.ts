import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { childEnvironment } from '../../../electron/platform/childEnvironment';
import { killGroup, spawnInGroup } from '../../../electron/platform/childProcesses';
import { descendants, parseProcessRows } from '../../../electron/platform/strayProcesses';

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

const onLinux = process.platform === 'linux';
/** Once its parents are gone, too, nothing tells any more whose it is. */
const LEAVES_AT_THE_END = `env -i sh -c 'trap "exec setsid sleep 60" TERM; echo $$; while :; do sleep 60 & wait; done' & wait`;

test.runIf(onLinux).each([
  ['the head still runs', 'setsid sleep 60 & echo $!; wait'],
  ['it ignores SIGTERM', `setsid sh -c 'trap "" TERM; echo $$; while :; do sleep 1; done' & wait`],
  ['it has emptied its environment', 'env -i setsid sleep 60 & echo $!; wait'],
  ['it leaves when the group is told to end, with its environment emptied', LEAVES_AT_THE_END],
  ['it has children of its own', "setsid sh -c 'sleep 60 & echo $$ $!; wait' & wait"],
])('what leaves the group with setsid is ended, too: %s', async (_case, script) => {
  const { pid, children } = await started(script);
  expect(children.filter(isRunning)).toEqual(children);
  await killGroup(pid);
  expect([pid, ...children].filter(isRunning)).toEqual([]);
});

test.runIf(onLinux)('what has left the group is ended though the program is gone, and each of its parents', async () => {
  const { child, pid, children } = await started("setsid sh -c '(sleep 60 >/dev/null & echo $!)' & wait");
  if (child.exitCode === null) await once(child, 'close');
  expect(children.filter(isRunning)).toEqual(children);
  await killGroup(pid);
  expect(children.filter(isRunning)).toEqual([]);
});

test('killing a group leaves what others have started', async () => {
  const { pid } = await started('sleep 60 & echo $!; wait');
  const { children: others } = await started('setsid sleep 60 & echo $!; wait');
  await killGroup(pid);
  expect(others.filter(isRunning)).toEqual(others);
});

test('descendants are found in what ps prints, which tells of no zombies', () => {
  const rows = parseProcessRows('  1 0 1 Ss\n 10 1 10 S+\n 11 10 11 S\n 12 11 11 R\n 13 10 10 Z\n 20 1 20 S\n');
  expect([...descendants(rows, [10])]).toEqual([10, 11, 12]);
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
