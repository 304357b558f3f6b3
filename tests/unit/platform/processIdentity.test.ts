import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { type ProcessIdentity, processLiveness, thisProcess } from '../../../electron/platform/processIdentity';

const here = thisProcess();

function other(change: Partial<ProcessIdentity>): ProcessIdentity {
  return { ...here, ...change };
}

test('this process is alive', () => {
  expect(processLiveness(here, here)).toBe('alive');
});

test('a process that ended is gone', async () => {
  const child = spawn('true');
  await once(child, 'exit');
  expect(processLiveness(other({ pid: child.pid ?? 0 }), here)).toBe('gone');
});

test.runIf(process.platform === 'linux')('a new process with the old number is not the old process', () => {
  expect(processLiveness(other({ start: '1' }), here)).toBe('gone');
});

test('nothing survives a restart of the machine', () => {
  expect(processLiveness(other({ boot: 'before' }), here)).toBe('gone');
});

test.runIf(process.platform === 'linux')('a machine that got another name is still the same', async () => {
  const child = spawn('true');
  await once(child, 'exit');
  expect(processLiveness(other({ host: 'before' }), here)).toBe('alive');
  expect(processLiveness(other({ host: 'before', pid: child.pid ?? 0 }), here)).toBe('gone');
});

test('where starts cannot be told apart, another name is another machine', () => {
  expect(processLiveness(other({ host: 'elsewhere', boot: '' }), { ...here, boot: '' })).toBe('unknown');
});

test('what runs on another machine or in another container cannot be seen from here', () => {
  expect(processLiveness(other({ host: 'elsewhere', boot: 'before' }), here)).toBe('unknown');
  expect(processLiveness(other({ space: 'pid:[1]' }), here)).toBe('unknown');
});
