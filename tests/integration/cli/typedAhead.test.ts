import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { step, workflow } from '../../support/builders';
import { Machine } from './commandLine';

const hasTerminals = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

it.skipIf(!hasTerminals)('what is typed before a question stands on the screen does not answer it', async () => {
  using machine = new Machine({ TERM: 'xterm', SHELL: '/bin/sh' });
  const file = machine.write('theirs.json', workflow([step('do')]));
  const child = machine.startInTerminal('run', file);
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    shown += piece;
  });
  const ended = once(child, 'close');
  child.stdin.write('y');
  await expect.poll(() => shown, { timeout: 30_000 }).toContain('Run it? [y/N]');
  // As somebody who presses the key until it is taken.
  const pressing = setInterval(() => child.stdin.write('n'), 100);
  const [status] = await ended;
  clearInterval(pressing);
  expect({ status, shown }).toEqual({ status: 130, shown: expect.stringContaining('It was not run.') });
});
