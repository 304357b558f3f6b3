import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPermissionGate } from '../../../electron/tools/permissionGate';
import { PERMISSION_MODES, type PermissionMode } from '../../../shared/session/session';
import { temporaryFolder } from '../../support/temporaryFolder';
import { hasProgram, SHELL_ASKED, SHELL_EFFECTS, SHELL_READS, type ShellEffect } from './corpus';
import { copyShellFolder, fingerprint, makeShellFolder, runUnguarded, SECRET, type ShellFolder } from './shellFixture';

const temporary = temporaryFolder();
let template: ShellFolder;
let copies = 0;

beforeAll(() => {
  template = makeShellFolder(join(temporary.path, 'template'));
});
afterAll(() => temporary[Symbol.dispose]());

function freshFolder(setup?: string): ShellFolder {
  copies += 1;
  const folder = copyShellFolder(template, join(temporary.path, `copy${copies}`));
  if (setup !== undefined) execFileSync('bash', ['-c', setup.replaceAll('@HOME@', folder.home)], { cwd: folder.workDir, stdio: 'pipe' });
  return folder;
}

const gate = createPermissionGate({ ids: { next: () => 'req_1' } });

/** Whether the gate lets the command run when there is nobody to ask. */
async function runsUnasked(command: string, workDir: string, permissionMode: PermissionMode = 'default'): Promise<boolean> {
  const { signal } = new AbortController();
  const decision = await gate.decide(
    {
      tool: { name: 'bash', isReadOnly: false },
      input: { command },
      context: { sessionId: 's', callId: 'c', workDir, permissionMode, signal, metadata: {} },
    },
    async () => {},
  );
  return decision.state === 'allowed';
}

const ASKING_MODES = PERMISSION_MODES.filter((mode) => mode !== 'bypassPermissions');
const groups = Map.groupBy(SHELL_EFFECTS, ({ group }) => group);

describe('shell commands with effects', () => {
  it('are at least 300', () => {
    expect(new Set(SHELL_EFFECTS.map(({ command }) => command)).size).toBeGreaterThanOrEqual(300);
  });

  it.each(ASKING_MODES)('never run unasked in mode %s', async (mode) => {
    const folders = new Map<string | undefined, ShellFolder>([[undefined, template]]);
    const unasked: string[] = [];
    for (const { command, setup } of SHELL_EFFECTS) {
      const folder = folders.get(setup) ?? freshFolder(setup);
      folders.set(setup, folder);
      if (await runsUnasked(command.replaceAll('@HOME@', folder.home), folder.workDir, mode)) unasked.push(command);
    }
    expect(unasked).toEqual([]);
  });

  it.each([...groups.keys()])('have the effect they are listed for: %s', { timeout: 240_000 }, async (group) => {
    const harmless: string[] = [];
    for (const effect of groups.get(group) ?? []) {
      if (effect.needs !== undefined && !hasProgram(effect.needs)) continue;
      if (!(await hasEffect(effect))) harmless.push(effect.command);
    }
    expect(harmless).toEqual([]);
  });
});

async function hasEffect({ command, proof, setup }: ShellEffect): Promise<boolean> {
  const folder = freshFolder(setup);
  try {
    return await showsIn(folder, command.replaceAll('@HOME@', folder.home), proof);
  } finally {
    // A thousand folders at the end would take longer than one after the other.
    rmSync(folder.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function showsIn(folder: ShellFolder, text: string, proof: ShellEffect['proof']): Promise<boolean> {
  switch (proof) {
    case 'files': {
      const before = fingerprint(folder.root);
      await runUnguarded(folder, text);
      return fingerprint(folder.root) !== before;
    }
    case 'prints':
      return (await runUnguarded(folder, text)).includes(SECRET);
    case 'connects':
      return isCalled((port, called) => runUnguarded(folder, text, port, called));
  }
}

/** Whether somebody connects to a port of this machine. */
async function isCalled(act: (port: number, called: Promise<unknown>) => Promise<unknown>): Promise<boolean> {
  const server = createServer((socket) => socket.on('error', () => {}).end());
  const called = once(server, 'connection').then(() => true);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  try {
    await act(address.port, called);
    return await Promise.race([called, new Promise<false>((resolve) => setImmediate(() => setImmediate(() => resolve(false))))]);
  } finally {
    server.close();
  }
}

describe('shell commands that are not known to only read', () => {
  it('ask', async () => {
    const unasked: string[] = [];
    const { workDir } = freshFolder('rm link.txt folder-link');
    for (const command of SHELL_ASKED) if (await runsUnasked(command, workDir)) unasked.push(command);
    expect(unasked).toEqual([]);
  });
});

describe('shell commands that only read', () => {
  it('are at least 50, and at least 96 of 100 run unasked', async () => {
    const asked: string[] = [];
    // Links that lead out of it make a work directory another matter: patterns and searches may then read what they lead to.
    const { workDir } = freshFolder('rm link.txt folder-link');
    for (const command of SHELL_READS) if (!(await runsUnasked(command, workDir))) asked.push(command);
    expect(SHELL_READS.length).toBeGreaterThanOrEqual(50);
    expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(SHELL_READS.length * 0.04);
  });

  it('run in plan mode too', async () => {
    expect(await runsUnasked('git log --oneline | head -3', template.workDir, 'plan')).toBe(true);
  });

  it('leave the work directory as it was', { timeout: 120_000 }, async () => {
    const changed: string[] = [];
    for (const command of SHELL_READS) if (await hasEffect({ command, proof: 'files', group: 'reads' })) changed.push(command);
    expect(changed).toEqual([]);
  });
});
