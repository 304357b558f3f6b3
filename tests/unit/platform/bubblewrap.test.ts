import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bubblewrapArguments, bubblewrapAvailability, findBubblewrap } from '../../../electron/platform/bubblewrap';
import { temporaryFolder } from '../../support/temporaryFolder';

const plan = { workDir: '/run/work', isOffline: false, hidden: ['/tmp', '/run'], shown: ['/run/dns/resolv.conf'] };

test('all of the disk is read-only, then folders are hidden, then the work directory is opened', () => {
  expect(bubblewrapArguments(plan).join(' ')).toBe(
    '--ro-bind / / --dev /dev --proc /proc --tmpfs /tmp --tmpfs /run --ro-bind /run/dns/resolv.conf /run/dns/resolv.conf ' +
      '--bind /run/work /run/work --chdir /run/work --unshare-user-try --unshare-pid --unshare-ipc --cap-drop ALL --die-with-parent',
  );
});

test('offline there is no network, and nothing else differs', () => {
  expect(bubblewrapArguments({ ...plan, isOffline: true })).toEqual([...bubblewrapArguments(plan), '--unshare-net']);
});

/** A search path on which a program of that name does what the script says. */
function searchPath(script: string, mode = 0o755): { path: string; program: string } & Disposable {
  const folder = temporaryFolder();
  const program = join(folder.path, 'bwrap');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, mode);
  return { path: folder.path, program, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

test('bwrap is found on the search path as the shell would, but in no relative folder', () => {
  using found = searchPath('exit 0');
  using unusable = searchPath('exit 0', 0o644);
  const folder = join(unusable.path, 'other');
  mkdirSync(join(folder, 'bwrap'), { recursive: true });
  expect(findBubblewrap(`${unusable.path}:${folder}:${found.path}`, 'linux')).toBe(found.program);
  expect(findBubblewrap(`${unusable.path}:${folder}`, 'linux')).toBeUndefined();
  expect(findBubblewrap(found.path, 'darwin')).toBeUndefined();
  expect(findBubblewrap('.:bin:', 'linux')).toBeUndefined();
});

test.runIf(process.platform === 'linux')('it is missing, ready, or there and broken, which is found by trying', async () => {
  using ready = searchPath('exit 0');
  using broken = searchPath('echo "bwrap: setting up uid map: Permission denied" >&2; exit 1');
  expect(await bubblewrapAvailability('')).toMatchObject({ state: 'missing' });
  expect(await bubblewrapAvailability(ready.path)).toMatchObject({ state: 'ready' });
  expect(await bubblewrapAvailability(broken.path)).toEqual({
    state: 'broken',
    detail: `bubblewrap is installed (${broken.program}) and does not start: bwrap: setting up uid map: Permission denied`,
  });
});
