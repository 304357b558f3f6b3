import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { bubblewrapAvailability } from '../../../electron/platform/bubblewrap';
import { folder, openTools } from './support';

afterEach(() => {
  vi.unstubAllEnvs();
});

const availability = await bubblewrapAvailability();
if (availability.state !== 'ready') console.warn(`The sandbox itself is not tested here: ${availability.detail}.`);

/** A search path with a `bwrap` that does what the script says, before the real one. */
async function standIn(script: string): Promise<void> {
  const bin = await folder({ bwrap: `#!/bin/sh\n${script}\n` });
  chmodSync(path.join(bin, 'bwrap'), 0o755);
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
}

describe.runIf(process.platform === 'linux')('a sandbox that is wanted', () => {
  it.each([
    ['is not installed', () => vi.stubEnv('PATH', ''), 'bubblewrap is not installed here, so nothing was run'],
    [
      'does not start',
      () => standIn('echo "bwrap: no permission" >&2; exit 1'),
      'could not start, so nothing was run: bwrap: no permission',
    ],
    ['ends as if all were well', () => standIn('exit 0'), 'could not start, so nothing was run'],
  ])('and %s fails the call, which is not run without it', async (_case, arrange, sentence) => {
    const workDir = await folder();
    await arrange();
    const { run } = await openTools(workDir, 'on');
    expect(await run('bash', { command: 'echo ran > made' })).toEqual({ isError: true, content: expect.stringContaining(sentence) });
    expect(existsSync(path.join(workDir, 'made'))).toBe(false);
  });
});

describe.runIf(availability.state === 'ready')('commands in the sandbox', () => {
  it('write to the work directory and to a temporary folder of their own', async () => {
    const workDir = await folder({ 'a.txt': 'hello' });
    const { run } = await openTools(workDir, 'on');
    const command = 'pwd; cat a.txt; echo; echo new > b.txt; f=$(mktemp) && echo kept > "$f" && cat "$f"; ls /tmp | wc -l; exit 3';
    const { content, isError } = await run('bash', { command });
    expect({ content, isError }).toEqual({ content: `${workDir}\nhello\nkept\n2\n[exit status 3]`, isError: true });
    expect(readFileSync(path.join(workDir, 'b.txt'), 'utf8')).toBe('new\n');
  });

  it('write nowhere else, whatever they try', async () => {
    const [workDir, other] = [await folder(), await folder({ 'secret.txt': 'x' })];
    const home = path.join(homedir(), `.stepgraph-sandbox-test-${process.pid}`);
    const targets = [home, path.join(other, 'made'), '/var/tmp/stepgraph-sandbox-test', '/dev/shm/stepgraph-sandbox-test'];
    const { run } = await openTools(workDir, 'on');
    const attemptsAt = (target: string) => [
      `echo x > ${target}`,
      `ln -s ${path.dirname(target)} link; echo x > link/${path.basename(target)}; rm -f link`,
      `mount -o remount,rw / ; echo x > ${target}`,
      `unshare -Urm sh -c 'mount -o remount,rw,bind / /; echo x > ${target}'`,
      `bash -c 'cd ${path.dirname(target)} && echo x > ${path.basename(target)}'`,
    ];
    await run('bash', { command: `${targets.flatMap(attemptsAt).join('\n')}\necho done > done` });
    expect(readFileSync(path.join(workDir, 'done'), 'utf8')).toBe('done\n');
    expect(targets.filter((target) => existsSync(target))).toEqual([]);
    const unkept = await openTools(workDir, 'off');
    await unkept.run('bash', { command: attemptsAt(path.join(other, 'made')).join('\n') });
    expect(existsSync(path.join(other, 'made'))).toBe(true);
  });

  it('reach no sockets of other programs, and no processes', async () => {
    const { run } = await openTools(await folder(), 'on');
    expect(
      await run('bash', { command: 'ls -A /run | grep -v -e systemd -e resolvconf -e NetworkManager; ls -d /proc/[0-9]* | wc -l' }),
    ).toMatchObject({
      content: expect.stringMatching(/^\d$/),
    });
  });

  it('leave nothing running, however it hides', async () => {
    const workDir = await folder();
    const { run } = await openTools(workDir, 'on');
    const name = `sleep 98765.${process.pid}`;
    const hidden = `(env -i setsid ${name} > /dev/null 2>&1 &) ; sleep 0.2; touch begun`;
    expect(await run('bash', { command: hidden })).toMatchObject({ isError: false });
    expect(existsSync(path.join(workDir, 'begun'))).toBe(true);
    expect(spawnSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).stdout).not.toContain(name);
  });

  test.each([
    ['on', 'hello from outside'],
    ['offline', 'no network'],
  ] as const)('with the sandbox %s the network is %s', async (mode, expected) => {
    const server = createServer((_request, response) => response.end('hello from outside'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const workDir = await folder();
    writeFileSync(
      path.join(workDir, 'ask.sh'),
      `exec 3<>/dev/tcp/127.0.0.1/${port} || exit 1\nprintf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3\ntail -n 1 <&3\n`,
    );
    const { run } = await openTools(workDir, mode);
    expect(await run('bash', { command: 'bash ask.sh 2> /dev/null || echo no network' })).toEqual({ content: expected, isError: false });
  });

  it('are ended at their time limit', async () => {
    const { run } = await openTools(await folder(), 'on');
    expect(await run('bash', { command: 'echo begun; sleep 60', timeout_ms: 500 })).toEqual({
      content: 'begun\n[stopped after 500 ms, with everything it had started]',
      isError: true,
    });
  });
});
