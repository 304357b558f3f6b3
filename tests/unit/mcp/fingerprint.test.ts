import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fingerprint } from '../../../electron/tools/mcp/fingerprint';

type Program = { readonly command: string; readonly args?: readonly string[]; readonly env?: { readonly [name: string]: string } };

const PACKAGES: { readonly [script: string]: { readonly [file: string]: string } } = {
  'server/main.txt': { 'server/package.json': '{"main":"./main.txt"}' },
  'pkg/cli.txt': { 'pkg/package.json': '{"name":"pkg","bin":{"pkg":"cli.txt"}}' },
};

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
  ['a file by its address', 'hook.mjs', { command: 'node', args: ['--import', 'file://CWD/hook.mjs', 'srv.mjs'] }],
  ['a file by an address with marks', 'my hook.mjs', { command: 'node', args: ['--import', 'file://CWD/my%20hook.mjs?v=1#x', 'srv.mjs'] }],
  ['a file by a path that is an address', 'hook.mjs', { command: 'node', args: ['--import', './hook.mjs?v=1', 'srv.mjs'] }],
  ['a file in an address in code', 'hook.mjs', { command: 'node', args: ['-e', 'import("file://CWD/hook.mjs")'] }],
  ['a name with spaces in a shell', 'my tools/run.sh', { command: 'bash', args: ['-c', 'bash "./my tools/run.sh"'] }],
  ['a name with escaped spaces', 'my tools/run.sh', { command: 'bash', args: ['-c', 'bash my\\ tools/run.sh'] }],
  ['a name in a shell in a shell', 'my tools/run.sh', { command: 'bash', args: ['-c', `bash -c 'bash "./my tools/run.sh"'`] }],
  ['a script behind a folder with spaces', 'my tools/run.sh', { command: 'bash', args: ['-c', "cd 'my tools' && bash run.sh"] }],
  ['a script behind several folders', 'a b/c d/run', { command: 'bash', args: ['-c', "cd 'a b' && cd 'c d' && bash run"] }],
  ['a script that a variable names', 'my tools/run', { command: 'bash', args: ['-c', `D='my tools'; bash "$D/run"`] }],
  ['a script below where the shell is', 'my tools/run', { command: 'bash', args: ['-c', 'bash "$PWD/my tools/run"'] }],
  ['a script that a pattern fits', 'my tools/run.sh', { command: 'bash', args: ['-c', 'bash ./my*/run.sh'] }],
  ['a script by a name of the system', 'run.sh', { command: 'bash', args: ['/proc/self/cwd/run.sh'] }],
  ['what a shell reads', 'my tools/in', { command: 'bash', args: ['-c', "bash < 'my tools/in'"] }],
  ['a name with spaces in code', 'my tools/x.py', { command: 'python3', args: ['-c', 'exec(open("my tools/x.py").read())'] }],
  ['a name with spaces behind a sign', 'my tools/hook.mjs', { command: 'node', args: ['--import=./my tools/hook.mjs', 'srv.mjs'] }],
  ['a second thing to load', 'hook.txt', { command: 'node', args: ['-r', './a.cjs', '-r', './hook.txt', 'srv.mjs'] }],
  ['what is loaded and data too', 'hook.log', { command: 'node', args: ['-r', './hook.log', 'srv.mjs', 'hook.log'] }],
  ['a database that may be run', 'app.db', { command: 'timeout', args: ['5', 'python3', 'app.db'] }],
  ['a script behind a launcher', 'start.txt', { command: 'env', args: ['A=1', 'bash', 'start.txt'] }],
  ['a script behind another launcher', 'server.log', { command: 'timeout', args: ['5', 'bash', 'server.log'] }],
  ['a script that is named as data', 'x.log', { command: 'bash', args: ['-c', 'bash "$1"', '--log-file', 'x.log'] }],
  ['a script of another runtime', 'x.log', { command: 'node', args: ['node_modules/.bin/tsx', 'x.log'] }],
  ['a module that is no data', 'x.csv', { command: 'python3', args: ['-m', 'runpy', 'x.csv'] }],
  ['what code in the line loads', 'x.log', { command: 'node', args: ['--eval=require(process.argv[2])', 'a', './x.log'] }],
  ['what a debugger runs', 'x.log', { command: 'node', args: ['inspect', 'x.log'] }],
  ['a script that a variable of a shell names', 'my x.txt', { command: 'bash', args: ['-c', 'bash "$START"'], env: { START: 'my x.txt' } }],
  ['a script that a pattern fits elsewhere', 'my tools/run.sh', { command: 'bash', args: ['-c', "cd 'my tools' && bash r*.sh"] }],
  ['the program of a package', 'pkg/cli.txt', { command: 'npx', args: ['-y', './pkg'] }],
  ['a package by its address', 'pkg/package.json', { command: 'npx', args: ['--yes', '-p', 'file:pkg', 'srv'] }],
  ['a package of Python', 'pkg/pyproject.toml', { command: 'uvx', args: ['--from', './pkg', 'srv'] }],
  ['an installed module', 'node_modules/hook/index.js', { command: 'node', args: ['-r', 'hook', 'srv.mjs'] }],
  ['a part of an installed package', 'node_modules/@a/b/hook.js', { command: 'node', args: ['-r', '@a/b/hook', 'srv.mjs'] }],
  ['settings in JSON', 'servers.json', { command: 'node', args: ['srv.mjs', 'servers.json'] }],
  ['locked versions', 'x.lock', { command: 'node', args: ['srv.mjs', 'x.lock'] }],
  ['a file of Ruby', 'helper.rb', { command: 'ruby', args: ['-r', './helper'] }],
  ['a file of Ruby in a folder', 'lib/helper.rb', { command: 'ruby', args: ['-Ilib', '-rhelper', '-e', ''] }],
  ['a module of Perl', 'lib/Foo/Bar.pm', { command: 'perl', args: ['-Ilib', '-MFoo::Bar', '-e', ''] }],
  ['one of several archives', 'lib/b.jar', { command: 'java', args: ['-cp', 'a.jar:lib/b.jar', 'Main'] }],
  ['one of all archives', 'lib/b.jar', { command: 'java', args: ['-cp', 'lib/*', 'Main'] }],
  ['a module of a path', 'lib/x.js', { command: 'node', args: ['-r', 'x', 'srv.mjs'], env: { NODE_PATH: 'lib' } }],
  ['what a module of a path may load', 'lib/deep/y.js', { command: 'node', args: ['-r', 'x', 'srv.mjs'], env: { NODE_PATH: '/none:lib' } }],
  ['a module of a path in the line', 'lib/x.js', { command: 'env', args: ['NODE_PATH=lib', 'node', '-r', 'x', 'srv.mjs'] }],
  ['a module of a path in a shell', 'my lib/x.js', { command: 'bash', args: ['-c', 'NODE_PATH="my lib" exec node -r x srv.mjs'] }],
  ['a module of Python', 'site/mod.py', { command: 'python3', args: ['-m', 'mod'], env: { PYTHONPATH: 'site' } }],
  ['what Python loads first', 'site/sitecustomize.py', { command: 'python3', args: ['-m', 'mod'], env: { PYTHONPATH: 'site' } }],
  ['a module of a path of Ruby', 'lib/deep/x.rb', { command: 'ruby', args: ['-rx', '-e', ''], env: { RUBYLIB: 'lib' } }],
  ['a module of a path of Perl', 'lib/X.pm', { command: 'perl', args: ['-MX', '-e', ''], env: { PERL5LIB: 'lib' } }],
  ['a program of a path that a shell starts', 'bin/srv', { command: 'sh', args: ['-c', 'exec srv'], env: { PATH: 'bin:/bin' } }],
  ['a program that a variable names', 'my hooks/askpass', { command: 'srv', env: { GIT_ASKPASS: './my hooks/askpass' } }],
])('changes with a byte of %s', async (_what, file, program) => {
  const cwd = folder({ ...PACKAGES[file], [file]: 'x' });
  const args = program.args?.map((argument) => argument.replace('CWD', cwd)) ?? [];
  const of = () => fingerprint({ kind: 'stdio', name: 'local', env: {}, cwd, ...program, args });
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

const DATABASE = 'SQLite format 3\0 and what is in it';

it.each<[what: string, file: string, program: Program]>([
  ['a database', 'data.sqlite', { command: 'node', args: ['server.js', '--db', 'data.sqlite'] }],
  ['a memory', 'memory.json', { command: 'node', args: ['--no-warnings', './server.js', 'memory.json'] }],
  [
    'a memory elsewhere',
    'my data/agent-memory.json',
    { command: 'node', args: ['-r', './a.cjs', 'server.js', 'my data/agent-memory.json'] },
  ],
  ['lines', 'notes.jsonl', { command: 'python3', args: ['-u', 'server.py', '--file=notes.jsonl'] }],
  ['a log', 'server.log', { command: 'node', args: ['server.js', 'server.log'] }],
  ['a log of a package', 'server.log', { command: 'npx', args: ['-y', 'mcp-server', '--log-file', 'server.log'] }],
  ['a database of a package', 'test.db', { command: 'uvx', args: ['mcp-server-sqlite', '--db-path', 'test.db'] }],
  ['a database of a module', 'test.db', { command: 'python3', args: ['-m', 'mcp_server_sqlite', '--db-path=test.db'] }],
  ['a database that only its content tells', 'test.db', { command: 'mcp-sqlite', args: ['test.db'] }],
  [
    'a memory that a variable names',
    'memory.jsonl',
    { command: 'npx', args: ['-y', 'memory'], env: { MEMORY_FILE_PATH: 'CWD/memory.jsonl' } },
  ],
])("does not change with a server's own data: %s", async (_what, file, { args = [], env = {}, command }) => {
  const cwd = folder({ 'server.js': 'x', 'server.py': 'x' });
  const given = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace('CWD', cwd)]));
  const of = () => fingerprint({ kind: 'stdio', name: 'local', command, args, env: given, cwd });
  const before = await of();
  mkdirSync(dirname(join(cwd, file)), { recursive: true });
  writeFileSync(join(cwd, file), DATABASE, { mode: 0o644 });
  // The folder of it may be a new one, with nothing that is run.
  expect(await of()).toBe(before);
  appendFileSync(join(cwd, file), 'y');
  expect(await of()).toBe(before);
});

it('does not wait for files of the system', async () => {
  const of = () =>
    fingerprint({ kind: 'stdio', name: 'local', command: 'cat', args: ['/proc/kmsg', '/proc/uptime'], env: {}, cwd: tmpdir() });
  expect(await of()).toBe(await of());
});

it('looks where a link leads before it goes up', async () => {
  const elsewhere = folder({ 'run.sh': 'x', 'deep/x': 'x' });
  const cwd = folder({ 'run.sh': 'x' });
  symlinkSync(join(elsewhere, 'deep'), join(cwd, 'link'));
  const of = () => fingerprint({ kind: 'stdio', name: 'local', command: 'bash', args: ['link/../run.sh'], env: {}, cwd });
  const before = await of();
  appendFileSync(join(elsewhere, 'run.sh'), 'y');
  expect(await of()).not.toBe(before);
});

it.each([
  ['names', Array.from({ length: 6_000 }, (_, place) => `word${place}`).join(' ')],
  ['patterns', Array.from({ length: 3_000 }, (_, place) => `word${place}*`).join(' ')],
  ['text', 'x y '.repeat(20_000)],
  ['scripts within each other', '$('.repeat(20_000)],
])('is refused to what has more %s than can be looked at', async (_what, text) => {
  const of = fingerprint({ kind: 'stdio', name: 'endless', command: 'bash', args: ['-c', text], env: {}, cwd: tmpdir() });
  await expect(of).rejects.toMatchObject({ code: 'MCP_FAILED', message: expect.stringContaining('Put them into a script') });
});

it('changes with a program that is installed further up', async () => {
  const root = folder({ 'node_modules/.bin/server': 'x', 'deep/x': 'x' });
  const of = () => fingerprint({ kind: 'stdio', name: 'local', command: 'npx', args: ['server'], env: {}, cwd: join(root, 'deep') });
  const before = await of();
  appendFileSync(join(root, 'node_modules/.bin/server'), 'y');
  expect(await of()).not.toBe(before);
});

it('does not change with the files of a folder that a package is to work in', async () => {
  const cwd = folder({ 'package.json': '{}', 'docs/package.json': '{}', 'docs/index.js': 'x' });
  const args = ['-y', '@modelcontextprotocol/server-filesystem', '.', 'docs'];
  const of = () => fingerprint({ kind: 'stdio', name: 'files', command: 'npx', args, env: {}, cwd });
  const before = await of();
  for (const file of ['package.json', 'docs/package.json', 'docs/index.js']) appendFileSync(join(cwd, file), ' ');
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
    if (!/\.(?:txt|log)$/.test(file)) chmodSync(file, 0o755);
  }
  return root;
}
