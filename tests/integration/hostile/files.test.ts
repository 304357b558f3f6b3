import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, linkSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folder, openTools } from '../tools/support';

const MAX_MS = 1_000;
const MAX_GROWTH = 64 * 1024 * 1024;

/** What a call answered, how long it took and by how much the process had grown at most. */
async function measured<T>(call: () => Promise<T>): Promise<{ answer: T; ms: number; growth: number }> {
  const before = process.memoryUsage().rss;
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 5);
  const startedAt = performance.now();
  const answer = await call();
  clearInterval(watch);
  return { answer, ms: performance.now() - startedAt, growth: Math.max(highest, process.memoryUsage().rss) - before };
}

const CALLS = [
  ['read', { file_path: 'it' }],
  ['read', { file_path: 'it', view_range: [1, 3] }],
  ['write', { file_path: 'it', content: 'x' }],
  ['edit', { file_path: 'it', old_string: 'a', new_string: 'b' }],
  ['grep', { pattern: 'x', path: 'it' }],
  ['grep', { pattern: 'x' }],
  ['glob', { pattern: '*' }],
] as const;

describe.each([
  ['a pipe that nobody writes to', (place: string) => execFileSync('mkfifo', [place])],
  [
    'a link to such a pipe',
    (place: string) => {
      execFileSync('mkfifo', [`${place}.pipe`]);
      symlinkSync(`${place}.pipe`, place);
    },
  ],
  [
    'a socket',
    (place: string) => {
      const server = createServer().listen(place);
      onTestFinished(() => void server.close());
    },
  ],
])('%s in the work directory', (_, make) => {
  it.each(CALLS)('%s %j holds nobody up', async (name, input) => {
    const workDir = await folder({ 'other.txt': 'y' });
    make(path.join(workDir, 'it'));
    const { run } = await openTools(workDir);
    const { answer, ms } = await measured(() => run(name, { ...input }));
    expect(ms).toBeLessThan(MAX_MS);
    expect(answer.isError).toBe(name !== 'grep' && name !== 'glob');
    expect(String(answer.content).split('\n')).not.toContain('it');
  });
});

it('a pipe does hold up who opens it without the guard', async () => {
  const workDir = await folder();
  execFileSync('mkfifo', [path.join(workDir, 'it')]);
  const reading = spawnSync(process.execPath, ['-e', 'fs.readFileSync("it")'], { cwd: workDir, timeout: 500, killSignal: 'SIGKILL' });
  expect(reading.signal).toBe('SIGKILL');
});

describe('a file without end', () => {
  async function endless() {
    const workDir = await folder({ it: '' });
    truncateSync(path.join(workDir, 'it'), 1024 ** 4);
    return openTools(workDir);
  }

  it.each([
    ['read', {}],
    ['read', { view_range: [1, -1] }],
    ['edit', { old_string: 'a', new_string: 'b' }],
  ] as const)('%s %j is refused at once, in bounded memory', async (name, input) => {
    const { run } = await endless();
    const { answer, ms, growth } = await measured(() => run(name, { file_path: 'it', ...input }));
    expect(answer).toMatchObject({ isError: true, content: expect.stringMatching(/more than/) });
    expect(ms).toBeLessThan(MAX_MS);
    expect(growth).toBeLessThan(MAX_GROWTH);
  });

  it.each([
    ['read', { file_path: 'it', view_range: [2, 3] }],
    ['grep', { pattern: 'x' }],
  ] as const)('%s %j goes on in bounded memory and ends with the signal', async (name, input) => {
    const { run } = await endless();
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const { ms, growth } = await measured(() => run(name, { ...input }, stop.signal).catch(() => undefined));
    expect(ms).toBeLessThan(MAX_MS);
    expect(growth).toBeLessThan(MAX_GROWTH);
  });
});

describe('a file with another name outside of the work directory', () => {
  async function linked() {
    const outside = await folder({ 'victim.txt': 'as it was' });
    const workDir = await folder();
    linkSync(path.join(outside, 'victim.txt'), path.join(workDir, 'it'));
    return { workDir, victim: () => readFileSync(path.join(outside, 'victim.txt'), 'utf8') };
  }

  it.each([
    ['write', { file_path: 'it', content: 'changed' }],
    ['edit', { file_path: 'it', old_string: 'as it was', new_string: 'changed' }],
  ] as const)('is not changed under that name by %s', async (name, input) => {
    const { workDir, victim } = await linked();
    const { run } = await openTools(workDir);
    expect(await run(name, { ...input })).toMatchObject({ isError: false });
    expect([readFileSync(path.join(workDir, 'it'), 'utf8'), victim()]).toEqual(['changed', 'as it was']);
  });

  it('is, without the guard', async () => {
    const { workDir, victim } = await linked();
    writeFileSync(path.join(workDir, 'it'), 'changed');
    expect(victim()).toBe('changed');
  });
});

describe('what a tool writes', () => {
  it('keeps the rights of a file that was there, and is for its owner only when it is new', async () => {
    const workDir = await folder({ old: '' });
    chmodSync(path.join(workDir, 'old'), 0o755);
    const { run } = await openTools(workDir);
    await run('write', { file_path: 'old', content: 'x' });
    await run('write', { file_path: 'new/file', content: 'x' });
    const rightsOf = (name: string) => statSync(path.join(workDir, name)).mode & 0o777;
    expect([rightsOf('old'), rightsOf('new'), rightsOf('new/file')]).toEqual([0o755, 0o700, 0o600]);
  });

  it('leaves nothing behind when it fails', async () => {
    const workDir = await folder({ 'taken/file': '' });
    const { run } = await openTools(workDir);
    expect(await run('write', { file_path: 'taken', content: 'x' })).toMatchObject({ isError: true });
    expect(readdirSync(workDir)).toEqual(['taken']);
  });
});
