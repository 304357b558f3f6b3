import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PermissionRules } from '../../../electron/tools/permissionRules';
import { decidePermission, type PermissionQuestion } from '../../../electron/tools/permissions';
import type { PermissionMode } from '../../../shared/session/session';
import { temporaryFolder } from '../../support/temporaryFolder';

const READ = { name: 'read', isReadOnly: true, input: { file_path: 'a.ts' } };
const WRITE = { name: 'write', isReadOnly: false, input: { file_path: 'src/a.ts', content: '' } };
const BASH = { name: 'bash', isReadOnly: false, input: { command: 'npm test' } };
const MCP_READ = { name: 'github__list', isReadOnly: true, input: {} };

function verdict(
  call: Pick<PermissionQuestion, 'name' | 'isReadOnly' | 'input'>,
  mode: PermissionMode = 'default',
  rules: PermissionRules = {},
) {
  return decidePermission({ ...call, workDir: '/work', mode, rules }).verdict;
}

const bash = (command: string) => ({ ...BASH, input: { command } });

describe('the permission mode', () => {
  it.each<[PermissionMode, readonly string[]]>([
    ['default', ['allow', 'ask', 'ask', 'ask']],
    ['acceptEdits', ['allow', 'allow', 'ask', 'ask']],
    ['plan', ['allow', 'deny', 'deny', 'deny']],
    ['bypassPermissions', ['allow', 'allow', 'allow', 'allow']],
  ])('%s decides about read, write, bash and MCP tools', (mode, verdicts) => {
    expect([READ, WRITE, BASH, MCP_READ].map((call) => verdict(call, mode))).toEqual(verdicts);
  });
});

describe('rules', () => {
  const MODES: PermissionMode[] = ['default', 'acceptEdits', 'plan', 'bypassPermissions'];

  it.each(MODES)('that deny win in mode %s', (mode) => {
    expect(verdict(BASH, mode, { deny: ['Bash'], ask: ['bash'], allow: ['bash'] })).toBe('deny');
  });

  it('that ask come before those that allow, and both before the mode', () => {
    expect(verdict(BASH, 'bypassPermissions', { ask: ['bash'], allow: ['bash'] })).toBe('ask');
    expect(verdict(BASH, 'default', { allow: ['bash'] })).toBe('allow');
  });

  it('that allow do not loosen plan mode', () => {
    expect(verdict(WRITE, 'plan', { allow: ['write'] })).toBe('deny');
  });

  it.each([
    ['bash(npm test*)', bash('npm test -- --run'), true],
    ['bash(npm test*)', bash('npm install'), false],
    ['bash(npm test*)', bash('npm test && rm -rf build'), false],
    ['bash(npm test*)', bash('npm test $(rm -rf build)'), false],
    ['bash(npm test*)', bash('npm test > /etc/passwd'), false],
    ['bash(npm test*)', bash('npm test\nrm x'), false],
    ['bash(npm test*)', bash('PATH=. npm test'), false],
    ['bash(npm *)', bash('npm test && npm run build'), true],
    ['bash', bash('npm test && rm x'), true],
    ['write(src/**)', WRITE, true],
    ['write(src/*)', { ...WRITE, input: { file_path: 'src/deep/a.ts' } }, false],
    ['write(src/**)', { ...WRITE, input: { file_path: 'src/../secret' } }, false],
    ['write(src/**)', { ...WRITE, input: { file_path: '/work/src/a.ts' } }, true],
    ['write(src/**)', { ...WRITE, input: { file_path: '/etc/src/a.ts' } }, false],
    ['github__*', MCP_READ, true],
    ['git.ub__*', MCP_READ, false],
  ])('%s fits all of %j: %s', (rule, call, fits) => {
    expect(verdict(call, 'default', { allow: [rule] })).toBe(fits ? 'allow' : 'ask');
  });

  it.each(['rm x', 'ls && rm x', 'ls; rm x', 'ls | rm x', '(rm x)', 'echo $(rm x)', 'echo `rm x`', 'ls & rm x', 'ls\nrm x'])(
    'that deny bash(rm *) meet any part of "%s"',
    (command) => {
      expect(verdict(bash(command), 'bypassPermissions', { deny: ['bash(rm *)'] })).toBe('deny');
    },
  );
});

describe('a file that other programs act on', () => {
  const write = (path: string) => ({ ...WRITE, input: { file_path: path, content: '' } });

  it.each([
    '.git/hooks/pre-commit',
    '.git/config',
    'sub/.GIT/config',
    '/work/.bashrc',
    '.github/workflows/ci.yml',
    '.husky/pre-push',
    '.vscode/tasks.json',
    '.mcp.json',
    'src/../.git/config',
    ...['.bash_aliases', '.cshrc', '.tcshrc', '.kshrc', '.login', '.xprofile', '.xinitrc', '.xsession', '.pam_environment'],
    ...['.config/autostart/a.desktop', '.config/systemd/user/a.service', '.config/git/config', '.config/nvim/init.lua'],
    ...['.vimrc', '.exrc', '.nvim.lua', '.emacs', '.dir-locals.el', 'a.code-workspace', '.zed/settings.json', '.gdbinit'],
    ...[
      'appveyor.yml',
      '.appveyor.yml',
      '.cirrus.yml',
      '.semaphore/semaphore.yml',
      'cloudbuild.yaml',
      '.gitlab-ci.yaml',
      '.gitlab/ci/a.yml',
    ],
  ])('is not written unasked: %s', (path) => {
    expect(verdict(write(path), 'acceptEdits', { allow: ['write', 'write(**)'] })).toBe('ask');
    expect(verdict(write(path), 'bypassPermissions')).toBe('allow');
  });

  it('is written unasked where a rule names that very file', () => {
    expect(verdict(write('.mcp.json'), 'default', { allow: ['write(.mcp.json)'] })).toBe('allow');
  });

  it.each(['git/config', '.gitignore', 'docs/profile', '.github/CODEOWNERS'])('is none: %s', (path) => {
    expect(verdict(write(path), 'acceptEdits')).toBe('allow');
  });
});

describe('a rule about the input of a tool', () => {
  const call = (name: string, input: { readonly [key: string]: string }) => ({ ...WRITE, name, input });

  it.each([
    ['faulty__say', { text: 'delete-prod', file_path: 'x' }, 'faulty__*(*delete-prod*)'],
    ['query', { sql: 'DROP TABLE a', file_path: 'x' }, 'query(*DROP*)'],
    ['skill', { name: 'deploy', file_path: 'x' }, 'skill(*deploy*)'],
    ['grep', { pattern: 'a', path: 'secret', file_path: 'a' }, 'read(secret/**)'],
  ])('is not led astray by another field: %s', (name, input, rule) => {
    expect(verdict(call(name, input), 'bypassPermissions', { deny: [rule], allow: ['faulty__*'] })).toBe('deny');
  });
});

describe('a rule about reading', () => {
  it('makes commands that read ask, since they may read anything', () => {
    expect(verdict(bash('cat notes.txt'))).toBe('allow');
    expect(verdict(bash('cat notes.txt'), 'default', { deny: ['read(secrets/**)'] })).toBe('ask');
  });

  it('meets a file through a link to it', () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'secrets'));
    writeFileSync(join(folder.path, 'secrets/key'), '');
    symlinkSync('secrets', join(folder.path, 'open'));
    const question = { name: 'read', isReadOnly: true, workDir: folder.path, mode: 'default' as const };
    const rules = { deny: ['read(secrets/**)'] };
    expect(decidePermission({ ...question, input: { file_path: 'open/key' }, rules }).verdict).toBe('deny');
  });
});

describe('a rule that forbids a folder', () => {
  const search = (name: string, folder?: string) => ({ name, isReadOnly: true, input: { pattern: 'x', ...(folder && { path: folder }) } });

  it.each([
    ['grep(secret/**)', search('grep', 'secret')],
    ['grep(secret/**)', search('grep', './secret/')],
    ['read(secret/**)', search('grep', 'secret')],
    ['read(secret/**)', search('glob', 'secret/deep')],
    ['read(**/.env)', { ...READ, input: { file_path: '.env' } }],
    ['read(./secret/**)', { ...READ, input: { file_path: 'secret/key' } }],
  ])('%s meets it and what is in it', (rule, call) => {
    expect(verdict(call, 'bypassPermissions', { deny: [rule] })).toBe('deny');
    expect(verdict(search('grep', 'src'), 'default', { deny: [rule] })).toBe('allow');
  });

  it.each([
    ['read(/work/secret/**)', 'secret/key'],
    ['read(/work/secret)', 'secret/key'],
    ['read(/work/secret/)', 'secret/key'],
    ['read(/work/secret/key)', 'secret/key'],
    ['read(/*/secret)', 'secret/key'],
    ['read(/**/key)', 'secret/key'],
    ['read(/**/key)', 'key'],
    ['read(/work)', 'anything/at/all'],
    ['read(/)', 'anything/at/all'],
    ['read(/work/**)', 'anything'],
    ['read(secret/)', 'secret/key'],
    ['read(secret/)', 'secret'],
    ['read(secret)', 'secret/deep/key'],
    ['read(./secret)', 'secret/key'],
    ['read(./a)', 'a'],
    ['read(x/./y)', 'x/y'],
    ['read(x//y)', 'x/y'],
    ['read(.)', 'anything/at/all'],
    ['read(**/secret)', 'x/secret/key'],
    ['read(*.{pem,key})', 'a.key'],
    ['read(**/*.{pem,key})', 'x/a.pem'],
    ['read({a,b/{c,d}}/**)', 'b/d/x'],
    ['read({a,b/{c,d}}/**)', 'a'],
    ['read({a,b})', '{a,b}'],
    [`read(${'{a,b}'.repeat(30)})`, 'ab'.repeat(15)],
  ])('%s meets %s, however the place is written', (rule, file) => {
    const call = { ...READ, input: { file_path: file } };
    expect(verdict(call, 'bypassPermissions', { deny: [rule] })).toBe('deny');
    expect(verdict(call, 'bypassPermissions', { ask: [rule] })).toBe('ask');
  });

  it.each([
    ['read(/elsewhere/**)', 'secret/key'],
    ['read(/work/secret)', 'secrets/key'],
    ['read(/workshop/**)', 'secret/key'],
    ['read(secret)', 'x/secret'],
    ['read(secret)', 'secrets'],
    ['read(src/*)', 'src/deep/a.ts'],
    ['read(*.{pem,key})', 'a.ts'],
    ['read(*.{pem,key})', 'x/a.pem'],
  ])('%s does not meet %s', (rule, file) => {
    expect(verdict({ ...READ, input: { file_path: file } }, 'default', { deny: [rule] })).toBe('allow');
  });

  it('may name the work directory by a link to it, or by where that leads', () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'real/secret'), { recursive: true });
    writeFileSync(join(folder.path, 'real/secret/key'), '');
    symlinkSync('real', join(folder.path, 'link'));
    for (const [workDir, named] of [
      ['link', 'link'],
      ['link', 'real'],
      ['real', 'real'],
    ] as const) {
      const question = { ...READ, input: { file_path: 'secret/key' }, workDir: join(folder.path, workDir), mode: 'default' as const };
      const rules = { deny: [`read(${join(folder.path, named)}/secret)`] };
      expect(decidePermission({ ...question, rules }).verdict).toBe('deny');
    }
  });

  it('is not widened when it allows', () => {
    expect(verdict({ ...WRITE, input: { file_path: 'src/a.ts' } }, 'default', { allow: ['write(src)'] })).toBe('ask');
    expect(verdict({ ...WRITE, input: { file_path: 'src', content: '' } }, 'default', { allow: ['write(src/**)'] })).toBe('ask');
  });
});

describe('a catastrophic command', () => {
  it.each([
    'rm -rf /',
    'rm -fr /*',
    'rm --recursive --force /',
    'sudo rm -rf /',
    'cd /tmp && rm -rf ~',
    'rm -rf "$HOME"',
    'rm -r -f /usr',
    '/bin/rm -rf /etc',
    'bash -c "rm -rf /"',
    ':(){ :|:& };:',
    'mkfs.ext4 /dev/sda1',
    'dd if=/dev/zero of=/dev/sda',
    'cat x > /dev/sda',
    'chmod -R 777 /',
    'find / -delete',
    'shutdown -h now',
    'cd / && rm -rf *',
    'rm -rf /../',
    "rm -rf '/'",
    'timeout 5 rm -rf ~/',
    'find / -exec rm {} +',
    'echo c > /proc/sysrq-trigger',
    'f() { f | f & }; f',
    'kill -9 -1',
  ])('%s runs in no mode and by no rule', (command) => {
    expect(verdict(bash(command), 'bypassPermissions', { allow: ['bash'] })).toBe('deny');
  });

  it.each([
    'rm -rf build',
    'rm -rf ./node_modules',
    'rm /tmp/x',
    'dd if=a of=b',
    'chmod -R u+x scripts',
    'find . -delete',
    'echo shutdown',
    'ls /',
  ])('%s is none', (command) => {
    expect(verdict(bash(command), 'bypassPermissions')).toBe('allow');
  });
});
