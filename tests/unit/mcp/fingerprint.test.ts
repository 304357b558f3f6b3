import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fingerprint } from '../../../electron/tools/mcp/fingerprint';

type Program = { readonly command: string; readonly args?: readonly string[]; readonly env?: { readonly [name: string]: string } };

it.each<[what: string, file: string, program: Program]>([
  ['a script', 'server.js', { command: 'node', args: ['server.js'] }],
  ['a script without a known ending', 'server.txt', { command: 'bash', args: ['server.txt'] }],
  ['a script without any ending', 'server', { command: 'bash', args: ['server'] }],
  ['a script whose ending is left to the interpreter', 'server.js', { command: 'node', args: ['server'] }],
  ['a folder with its own script', 'server/index.js', { command: 'node', args: ['server'] }],
  ['a folder that names its script', 'server/main.txt', { command: 'node', args: ['server'] }],
  ['a module', 'tools/server.py', { command: 'python3', args: ['-m', 'tools.server'] }],
  ['a package', 'tools/__main__.py', { command: 'python3', args: ['-mtools'] }],
  ['the value of an option', 'hook.txt', { command: 'node', args: ['--import=./hook.txt', '-e', ''] }],
  ['the value behind a letter', 'hook.txt', { command: 'node', args: ['-r./hook.txt', '-e', ''] }],
  ['a file in the text of a shell', 'run', { command: 'bash', args: ['-c', 'exec "./run" --stdio'] }],
  ['a file in the folder a shell goes to', 'deep/run', { command: 'bash', args: ['-c', 'cd deep && ./run'] }],
  ['a program by its path', 'bin/server', { command: './bin/server' }],
  ['a program found through a given path', 'bin/server', { command: 'server', env: { PATH: 'bin' } }],
  ['a program of the packages of the folder', 'node_modules/.bin/server', { command: 'npx', args: ['server'] }],
  ['what a package runner runs', 'package.json', { command: 'npm', args: ['start'] }],
  ['what a package runner runs elsewhere', 'deep/package.json', { command: 'pnpm', args: ['--dir', 'deep', 'start'] }],
  ['what a package runner runs from a shell', 'package.json', { command: 'sh', args: ['-c', 'yarn run server'] }],
  ['what a runtime is told to load', 'hook.txt', { command: 'node', args: ['-e', ''], env: { NODE_OPTIONS: '--require ./hook.txt' } }],
])('changes with a byte of %s', async (_what, file, program) => {
  const cwd = folder({ ...(file === 'server/main.txt' && { 'server/package.json': '{"main":"./main.txt"}' }), [file]: 'x' });
  const of = () => fingerprint({ kind: 'stdio', name: 'local', args: [], env: {}, cwd, ...program });
  const before = await of();
  expect(await of()).toBe(before);
  appendFileSync(join(cwd, file), 'y');
  expect(await of()).not.toBe(before);
});

it('changes with a file that is too large to be read each time', async () => {
  const cwd = folder({ 'server.jar': 'x' });
  truncateSync(join(cwd, 'server.jar'), 30_000_000);
  const of = () => fingerprint({ kind: 'stdio', name: 'local', command: 'java', args: ['-jar', 'server.jar'], env: {}, cwd });
  const before = await of();
  expect(await of()).toBe(before);
  truncateSync(join(cwd, 'server.jar'), 30_000_001);
  expect(await of()).not.toBe(before);
});

it('does not change with what a server keeps its data in', async () => {
  const cwd = folder({ 'server.js': 'x', 'data.sqlite': 'x' });
  const of = () => fingerprint({ kind: 'stdio', name: 'local', command: 'node', args: ['server.js', '--db', 'data.sqlite'], env: {}, cwd });
  const before = await of();
  appendFileSync(join(cwd, 'data.sqlite'), 'y');
  expect(await of()).toBe(before);
});

it('does not change with files that nothing of the entry names', async () => {
  const cwd = folder({ 'server.js': 'x', 'notes.txt': 'x', 'package.json': '{}' });
  const of = () => fingerprint({ kind: 'stdio', name: 'local', command: 'node', args: ['server.js'], env: {}, cwd });
  const before = await of();
  appendFileSync(join(cwd, 'notes.txt'), 'y');
  appendFileSync(join(cwd, 'package.json'), ' ');
  expect(await of()).toBe(before);
});

function folder(files: { readonly [path: string]: string }): string {
  const root = mkdtempSync(join(tmpdir(), 'fingerprint-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, 0o755);
  }
  return root;
}
