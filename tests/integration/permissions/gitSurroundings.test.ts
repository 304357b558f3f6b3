import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decidePermission } from '../../../electron/tools/permissions';
import { temporaryFolder } from '../../support/temporaryFolder';

let temporary: ReturnType<typeof temporaryFolder>;
let workDir: string;
let home: string;

beforeEach(() => {
  temporary = temporaryFolder();
  [workDir, home] = [join(temporary.path, 'work'), join(temporary.path, 'home')];
  for (const folder of [workDir, home]) mkdirSync(folder);
  vi.stubEnv('HOME', home);
  vi.stubEnv('XDG_CONFIG_HOME', undefined);
  git('init', '-q', '--template=');
  writeFileSync(join(workDir, 'a.txt'), 'alpha\n');
  git('add', '.');
  git('-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-qm', 'one');
});
afterEach(() => {
  vi.unstubAllEnvs();
  temporary[Symbol.dispose]();
});

function git(...words: readonly string[]): string {
  return execFileSync('git', words, { cwd: workDir, encoding: 'utf8', stdio: 'pipe' });
}

function verdict(command: string, folder = workDir) {
  return decidePermission({ name: 'bash', isReadOnly: false, input: { command }, workDir: folder, mode: 'default', rules: {} }).verdict;
}

describe('git in a plain repository', () => {
  it.each(['2', '3', '4'])('only reads with an index of version %s', (version) => {
    if (version === '3') {
      writeFileSync(join(workDir, 'new.txt'), '');
      git('add', '-N', 'new.txt');
    } else git('update-index', '--index-version', version);
    expect(verdict('git status')).toBe('allow');
  });

  it('asks where the index cannot be read', () => {
    writeFileSync(join(workDir, '.git/index'), 'DIRC');
    expect(verdict('git status')).toBe('ask');
  });

  it('only reads in a linked work tree that its repository knows of', () => {
    git('worktree', 'add', '-q', '../linked');
    expect(verdict('git log --oneline', join(temporary.path, 'linked'))).toBe('allow');
  });

  it('asks in a linked work tree that its repository does not know of', () => {
    git('worktree', 'add', '-q', '../linked');
    git('worktree', 'add', '-q', '../other');
    writeFileSync(join(temporary.path, 'linked/.git'), readFileSync(join(temporary.path, 'other/.git')));
    expect(verdict('git log --oneline', join(temporary.path, 'linked'))).toBe('ask');
  });

  it('asks where the index names another repository within, and where a part of it is kept elsewhere', () => {
    const before = readFileSync(join(workDir, '.git/index'));
    git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},nested`);
    expect(verdict('git status')).toBe('ask');
    writeFileSync(join(workDir, '.git/index'), before);
    expect(verdict('git status')).toBe('allow');
    git('update-index', '--split-index');
    expect(verdict('git status')).toBe('ask');
  });

  it.each([
    ['it keeps things elsewhere', '.git/objects/info/alternates', '/elsewhere/objects\n'],
    ['its work tree has settings of its own', '.git/config.worktree', '[core]\n\tfsmonitor = ./watch\n'],
    ['a hook is there for when it has looked at files', '.git/hooks/post-index-change', '#!/bin/sh\n'],
    ['it has submodules', '.git/modules/x/config', ''],
  ])('asks where %s', (_what, file, text) => {
    mkdirSync(dirname(join(workDir, file)), { recursive: true });
    writeFileSync(join(workDir, file), text);
    expect(verdict('git status')).toBe('ask');
  });

  it('asks where the work directory is but a folder of the repository', () => {
    mkdirSync(join(workDir, 'sub'));
    expect(verdict('git log -p', join(workDir, 'sub'))).toBe('ask');
  });
});

describe("a person's own configuration of git", () => {
  const set = (text: string, file = join(home, '.gitconfig')) => writeFileSync(file, text);

  it('that says who they are changes nothing', () => {
    set('[user]\n\tname = Ada\n[core]\n\tfsmonitor = true\n');
    expect(['git status', 'git remote -v'].map((command) => verdict(command))).toEqual(['allow', 'allow']);
  });

  it.each(['[core]\n\thooksPath = .githooks\n', '[core]\n\tfsmonitor = ./watch\n'])(
    'asks where it has repositories start programs: %j',
    (text) => {
      set(text);
      expect(verdict('git status')).toBe('ask');
    },
  );

  it('asks where what it includes does', () => {
    set('[include]\n\tpath = more\n');
    expect(verdict('git status')).toBe('allow');
    set('[core]\n\tHOOKSPATH = .githooks\n', join(home, 'more'));
    expect(verdict('git status')).toBe('ask');
  });

  it('is not printed with addresses that it puts a password in', () => {
    set('[url "https://x:token@example.org/"]\n\tinsteadOf = https://example.org/\n');
    git('remote', 'add', 'origin', 'https://example.org/a');
    expect(git('remote', '-v')).toContain('token');
    expect(['git remote -v', 'git remote get-url origin', 'git remote'].map((command) => verdict(command))).toEqual([
      'ask',
      'ask',
      'allow',
    ]);
  });
});

describe('a variable that a script fills', () => {
  it('is not one of the environment', () => {
    const command = 'echo "$some_proxy"; for some_proxy in a; do ls; done';
    expect(verdict(command)).toBe('allow');
    vi.stubEnv('some_proxy', 'http://x:password@example.org');
    expect(verdict(command)).toBe('ask');
  });
});
