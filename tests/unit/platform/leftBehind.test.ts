import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { killGroup, spawnInGroup } from '../../../electron/platform/childProcesses';
import { endLeftBehind, ORIGIN_VARIABLE, originOf } from '../../../electron/platform/leftBehind';
import { type ProcessIdentity, thisProcess } from '../../../electron/platform/processIdentity';

const here = thisProcess();
/** Nobody: no process began with the machine itself. */
const gone: ProcessIdentity = { ...here, pid: 123, start: '1' };

/** A program that somebody has left running, and when it was ended. */
async function leftRunning(mark: string) {
  const child = spawn('sleep', ['60'], { env: { ...process.env, [ORIGIN_VARIABLE]: mark }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  /** The signal that ended it: this one, if it was running until then. */
  const endNow = async () => {
    child.kill('SIGTERM');
    const [, signal] = await ended;
    return signal;
  };
  return { ended, endNow };
}

describe.runIf(process.platform === 'linux')('what a process left running that is gone', () => {
  test.each([
    ['it started', `${originOf(gone)}a`],
    ['something of it started', `${originOf(gone)}a:${originOf(here)}b`],
    ['it started when something else had started it', `${originOf(here)}a:${originOf(gone)}b`],
  ])('is ended: what %s', async (_case, mark) => {
    const { ended } = await leftRunning(mark);
    endLeftBehind([gone]);
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  test.each([
    ['of a process that lives', `${originOf(here)}a`],
    ['of another process of the same number', `${originOf({ ...gone, start: '11' })}a`],
    ['of a process whose number begins alike', `${originOf({ ...gone, pid: 1234 })}a`],
    ['of another container', `${originOf({ ...gone, space: 'pid:[1]' })}a`],
    ['of an earlier start of the machine', `${originOf({ ...gone, boot: 'before' })}a`],
    ['of nobody', ''],
  ])('is told from that %s', async (_case, mark) => {
    const other = await leftRunning(mark);
    const { ended } = await leftRunning(`${originOf(gone)}a`);
    endLeftBehind([gone]);
    await ended;
    expect(await other.endNow()).toBe('SIGTERM');
  });

  test('is left alone by what is part of it', async () => {
    const { endNow } = await leftRunning(`${originOf(gone)}a`);
    const before = process.env[ORIGIN_VARIABLE];
    process.env[ORIGIN_VARIABLE] = `${originOf(gone)}b`;
    onTestFinished(() => {
      if (before === undefined) delete process.env[ORIGIN_VARIABLE];
      else process.env[ORIGIN_VARIABLE] = before;
    });
    endLeftBehind([gone]);
    expect(await endNow()).toBe('SIGTERM');
  });

  test('is known by the mark that every program gets', async () => {
    const { pid = 0 } = spawnInGroup('sleep', ['60'], { stdio: 'ignore' });
    onTestFinished(() => killGroup(pid, 50));
    expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).toContain(`${originOf(here)}`);
  });
});

test('where processes of one number cannot be told apart, nothing is known by its origin', () => {
  expect([originOf({ ...here, boot: '' }), originOf({ ...here, space: '' }), originOf({ ...here, start: '' })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
