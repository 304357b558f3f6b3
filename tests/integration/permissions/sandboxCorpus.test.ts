import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bubblewrapAvailability } from '../../../electron/platform/bubblewrap';
import { runShellCommand } from '../../../electron/tools/shellCommand';
import type { SandboxMode } from '../../../shared/session/sandbox';
import { temporaryFolder } from '../../support/temporaryFolder';
import { SHELL_EFFECTS, type ShellEffect } from './corpus';
import { copyShellFolder, fingerprint, makeShellFolder, type ShellFolder } from './shellFixture';

const availability = await bubblewrapAvailability();
if (availability.state !== 'ready') console.warn(`The corpus is not run in the sandbox here: ${availability.detail}.`);

const LIMIT_MS = 3_000;
const temporary = temporaryFolder();
let template: ShellFolder;
let copies = 0;

beforeAll(() => {
  template = makeShellFolder(join(temporary.path, 'template'));
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => temporary[Symbol.dispose]());

/** Whether a command that is let run changes anything around its work directory. */
async function reachesOut(sandbox: SandboxMode, { command, setup }: ShellEffect): Promise<boolean> {
  copies += 1;
  const folder = copyShellFolder(template, join(temporary.path, `copy${copies}`));
  if (setup !== undefined) execFileSync('bash', ['-c', setup], { cwd: folder.workDir, stdio: 'pipe' });
  vi.stubEnv('HOME', folder.home);
  const before = surroundings(folder);
  await runShellCommand({ command, workDir: folder.workDir, timeoutMs: LIMIT_MS, sandbox }, new AbortController().signal);
  const isChanged = surroundings(folder) !== before;
  rmSync(folder.root, { recursive: true, force: true });
  return isChanged;
}

function surroundings({ root, workDir }: ShellFolder): string {
  const around = readdirSync(root).filter((name) => name !== basename(workDir));
  return around.map((name) => `${name} ${fingerprint(join(root, name))}`).join('\n');
}

describe.runIf(availability.state === 'ready')('every command of the corpus, let run', () => {
  it('changes nothing around the work directory in the sandbox, and some would', { timeout: 600_000 }, async () => {
    const [escaped, reaching]: [string[], string[]] = [[], []];
    for (const effect of SHELL_EFFECTS) {
      if (await reachesOut('offline', effect)) escaped.push(effect.command);
      if (/\.\.|~|HOME|link/.test(effect.command) && (await reachesOut('off', effect))) reaching.push(effect.command);
    }
    expect(escaped).toEqual([]);
    expect(reaching).not.toEqual([]);
  });
});
