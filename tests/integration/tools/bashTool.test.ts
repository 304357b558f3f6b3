import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { folder, openTools } from './support';

afterEach(() => {
  vi.unstubAllEnvs();
});

async function pidIn(file: string): Promise<number> {
  const text = await vi.waitFor(async () => {
    const found = await readFile(file, 'utf8');
    expect(found).toMatch(/^\d+\n$/);
    return found;
  });
  return Number(text);
}

/** A process that has ended but was not collected by its parent runs no more. */
async function isRunning(pid: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

describe('bash', () => {
  it('runs in the work directory and answers both outputs', async () => {
    const workDir = await folder({ 'a.txt': 'hello' });
    const { run } = await openTools(workDir);
    expect(await run('bash', { command: 'pwd; cat a.txt; echo; echo oops >&2' })).toEqual({
      content: `${workDir}\nhello\noops`,
      isError: false,
    });
  });

  it('answers the exit status of a command that fails', async () => {
    const { run } = await openTools(await folder());
    expect(await run('bash', { command: 'echo half; exit 3' })).toEqual({ content: 'half\n[exit status 3]', isError: true });
  });

  it('reads nothing from a keyboard', async () => {
    const { run } = await openTools(await folder());
    expect(await run('bash', { command: 'cat; echo done' })).toEqual({ content: 'done', isError: false });
  });

  it('has no provider keys in its environment', async () => {
    for (const name of ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'GITHUB_TOKEN']) vi.stubEnv(name, 'canary-value');
    const { run } = await openTools(await folder());
    const { content } = await run('bash', { command: 'env' });
    expect(content).toContain('PATH=');
    expect(content).not.toContain('canary-value');
  });

  it('keeps the beginning and the end of output without end, in bounded memory', async () => {
    const { run } = await openTools(await folder());
    const { content } = await run('bash', { command: 'echo first; yes 0123456789 | head -c 200000000; echo last' });
    expect(String(content).length).toBeLessThan(100_000);
    expect(content).toMatch(/^first\n[\s\S]*characters left out[\s\S]*last$/);
  });

  it('ends its whole process group at its time limit', async () => {
    const workDir = await folder();
    const { run } = await openTools(workDir);
    const result = await run('bash', { command: "echo begun; sh -c 'echo $$ > pid; sleep 60'; echo never", timeout_ms: 500 });
    expect(result).toEqual({ content: 'begun\n[stopped after 500 ms, with everything it had started]', isError: true });
    expect(await isRunning(await pidIn(path.join(workDir, 'pid')))).toBe(false);
  });

  it.each([
    ['sleeps', "sh -c 'echo $$ > pid; sleep 60'"],
    ['has left its process group', "setsid sh -c 'echo $$ > pid; sleep 60' & wait"],
    ['ignores SIGTERM', 'sh -c \'trap "" TERM; echo $$ > pid; while true; do sleep 1; done\''],
  ])('ends its whole process group within 2 s when it is aborted and %s', async (_case, command) => {
    const workDir = await folder();
    const { run } = await openTools(workDir);
    const stop = new AbortController();
    const call = run('bash', { command }, stop.signal);
    const pid = await pidIn(path.join(workDir, 'pid'));
    const stoppedAt = performance.now();
    stop.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(await isRunning(pid)).toBe(false);
    expect(performance.now() - stoppedAt).toBeLessThan(2_000);
  });

  it('leaves nothing running in the background', async () => {
    const workDir = await folder();
    const { run } = await openTools(workDir);
    expect(await run('bash', { command: 'sleep 60 & echo $! > pid; echo started' })).toEqual({ content: 'started', isError: false });
    expect(await isRunning(await pidIn(path.join(workDir, 'pid')))).toBe(false);
  });

  it('leaves nothing running in a session of its own', async () => {
    const workDir = await folder();
    const { run } = await openTools(workDir);
    const command = "setsid sh -c 'echo $$ > pid; exec sleep 60' > /dev/null 2>&1 & until [ -s pid ]; do :; done; echo started";
    expect(await run('bash', { command })).toEqual({ content: 'started', isError: false });
    expect(await isRunning(await pidIn(path.join(workDir, 'pid')))).toBe(false);
  });

  it('is ended when its tools are closed', async () => {
    const workDir = await folder();
    const { run, close } = await openTools(workDir);
    const call = run('bash', { command: 'echo $$ > pid; sleep 60' }).catch((error: unknown) => error);
    const pid = await pidIn(path.join(workDir, 'pid'));
    await close();
    expect(await isRunning(pid)).toBe(false);
    expect(await call).toMatchObject({ code: 'ABORTED' });
  });

  it('refuses a time limit above ten minutes', async () => {
    const { run } = await openTools(await folder());
    expect(await run('bash', { command: 'true', timeout_ms: 600_001 })).toMatchObject({
      isError: true,
      content: expect.stringContaining('timeout_ms'),
    });
  });
});
