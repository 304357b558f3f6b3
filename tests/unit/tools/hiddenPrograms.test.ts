import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decidePermission } from '../../../electron/tools/permissions';
import { temporaryFolder } from '../../support/temporaryFolder';
import { bashCall } from './permissionQuestions';

function verdict(command: string, deny: readonly string[] = [], workDir = '/work'): string {
  return decidePermission(bashCall(command, { workDir, mode: 'bypassPermissions', rules: { deny } })).verdict;
}

describe('a rule that forbids a program', () => {
  it.each([
    String.raw`$'\x{72}m' a.txt`,
    'xargs -a n rm',
    'taskset 1 rm a.txt',
    'chrt 1 rm a.txt',
    'prlimit rm a.txt',
    'setarch -R rm a.txt',
    'fakeroot rm a.txt',
    'time -f %e rm a.txt',
    '/lib64/ld-linux-x86-64.so.2 /bin/rm a.txt',
    'hash -p /bin/rm z; z a.txt',
    'git bisect run rm a.txt',
    'git submodule foreach --recursive rm a.txt',
    'tar cf x --checkpoint=1 --checkpoint-action=exec="rm a.txt" a',
    'mapfile -C "rm a.txt" -c1 < b',
    'alias z="rm a.txt"; z',
    'alias z=rm\nz a.txt',
    'GIT_SSH_COMMAND="rm a.txt" git fetch',
    `python3 -c "import os;os.system('rm a.txt')"`,
    'ed <<< "!rm a.txt"',
    'sed "1e rm a.txt" b',
  ])('finds it in %j', (command) => {
    expect(verdict(command, ['bash(rm *)'])).toBe('deny');
  });

  it('finds it behind a link', () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'bin'));
    writeFileSync(join(folder.path, 'bin/rm'), '');
    symlinkSync('bin/rm', join(folder.path, 'tool'));
    expect(verdict('./tool a.txt', ['bash(rm *)'], folder.path)).toBe('deny');
  });

  it.each(['npm test', 'git log --oneline', 'python3 run.py', 'sed -n 1p farm.txt', 'grep -rn term src', 'make all'])(
    'leaves %j alone',
    (command) => {
      expect(verdict(command, ['bash(rm *)'])).toBe('allow');
    },
  );
});

describe('commands that are never run', () => {
  it.each([
    'rm -rf /{bin,usr}',
    'rm -rf /[a-z]*',
    'rm -rf ../../../../..',
    'rm -rf ~root',
    'rm -rf ${HOME:?}',
    'rm -rf /usr/bin',
    'pushd /; rm -rf *',
    'taskset 1 rm -rf /',
    '/bin/r? -rf /',
    'find / -exec shred {} +',
  ])('include %j', (command) => {
    expect(verdict(command)).toBe('deny');
  });

  it.each(['rm -rf ../build', 'rm -rf /work/build', 'rm -rf ../../dist', 'rm -rf node_modules/*'])('do not include %j', (command) => {
    expect(verdict(command)).toBe('allow');
  });
});
