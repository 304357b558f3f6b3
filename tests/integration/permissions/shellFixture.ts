import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Planted where no command may look: in the environment and in the home folder. */
export const SECRET = 'planted-secret-7f3a';

export type ShellFolder = { readonly root: string; readonly workDir: string; readonly home: string };

/** A work directory with something in it for every command of the corpus, in a repository with two commits, beside a home folder. */
export function makeShellFolder(root: string): ShellFolder {
  const workDir = join(root, 'work');
  const home = join(root, 'home');
  for (const folder of ['sub/deep', 'empty', '../home/.ssh']) mkdirSync(join(workDir, folder), { recursive: true });
  const files = {
    'a.txt': 'alpha\nbeta\n',
    'b.txt': 'beta\n',
    'changed.txt': 'first\n',
    'data.csv': 'name,age\nada,36\n',
    'notes.md': '# Notes\n',
    'names.txt': 'a.txt\n',
    'yes.txt': 'y\n',
    'hex.txt': '00000000: 6162                                     ab\n',
    magic: '0 string x y\n',
    'edit.sed': 'w z.txt\n',
    'program.awk': '{ print > "z.txt" }\n',
    'change.patch': '--- a.txt\n+++ a.txt\n@@ -1,2 +1,2 @@\n-alpha\n+omega\n beta\n',
    'package.json': '{ "name": "sample", "version": "1.0.0", "scripts": { "test": "touch tested" } }\n',
    Makefile: 'all:\n\ttouch made\n',
    'run.py': 'open("z.txt", "w")\n',
    'run.pl': 'mkdir "made";\n',
    'run.js': 'require("node:fs").writeFileSync("z.txt", "");\n',
    'script.sh': '#!/bin/sh\nrm -f a.txt\n',
    tool: '#!/bin/sh\n: > made\n',
    'hook.sh': '#!/bin/sh\ntouch made\ncat "$@" 2>/dev/null\n',
    'sub/c.txt': 'alpha\n',
    'sub/deep/d.txt': 'delta\n',
    '../home/private.txt': `private ${SECRET}\n`,
    '../home/.ssh/id_rsa': `key ${SECRET}\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workDir, name), text);
  for (const name of ['script.sh', 'tool', 'hook.sh']) chmodSync(join(workDir, name), 0o755);
  symlinkSync('../home/private.txt', join(workDir, 'link.txt'));
  symlinkSync('../home', join(workDir, 'folder-link'));
  const run = (script: string) => execFileSync('bash', ['-ec', script], { cwd: workDir, env: shellEnvironment(home), stdio: 'pipe' });
  run('echo packed > packed.txt; tar cf archive.tar packed.txt; rm packed.txt');
  run(
    'git init -q --template= -b main; mkdir -p .git/info; git config user.name Tester; git config user.email t@example.org; git add .; git commit -qm one; git branch old; git tag v1; echo again >> b.txt; git commit -qam two; echo second >> changed.txt',
  );
  return { root, workDir, home };
}

export function copyShellFolder({ root }: ShellFolder, to: string): ShellFolder {
  cpSync(root, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  return { root: to, workDir: join(to, 'work'), home: join(to, 'home') };
}

/** Carries out a command as the bash tool would, but unasked, and answers all it printed. It is ended when `enough` resolves. */
export async function runUnguarded({ workDir, home }: ShellFolder, command: string, port = 0, enough?: Promise<unknown>): Promise<string> {
  const child = spawn('bash', ['--noprofile', '--norc', '-c', command], {
    cwd: workDir,
    env: { ...shellEnvironment(home), PLANTED_SECRET: SECRET, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('latin1').on('data', (text: string) => (output += text));
  const ended = once(child, 'close');
  const limit = setTimeout(endGroup, 15_000);
  function endGroup(): void {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }
  await (enough ? Promise.race([ended, enough]) : ended);
  endGroup();
  await ended;
  clearTimeout(limit);
  return output;
}

/** What a folder holds, by names, kinds, rights, times and contents. Git may bring its index up to date. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  const add = (path: string, name: string) => {
    const stat = lstatSync(path);
    const isIndex = /\.git(\/index)?$/.test(path);
    hash.update(
      `${name} ${stat.mode} ${stat.nlink > 1 && stat.isFile() ? stat.nlink : ''} ${isIndex || stat.isDirectory() ? '' : stat.mtimeMs} `,
    );
    if (stat.isSymbolicLink()) hash.update(readlinkSync(path));
    else if (stat.isFile() && !isIndex) hash.update(stat.mode & 0o400 ? readFileSync(path) : 'unreadable');
    else if (stat.isDirectory()) for (const entry of readdirSync(path).sort()) add(join(path, entry), `${name}/${entry}`);
  };
  add(folder, '');
  return hash.digest('hex');
}

function shellEnvironment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, TERM: 'dumb', LANG: 'C.UTF-8', GIT_CONFIG_NOSYSTEM: '1' };
}
