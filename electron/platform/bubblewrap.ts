import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SandboxAvailability } from '../../shared/session/sandbox';
import { childEnvironment } from './childEnvironment';

export type BubblewrapPlan = {
  /** The only place of the disk that can be written to. */
  readonly workDir: string;
  readonly isOffline: boolean;
  /** Folders that are empty and private inside: those of temporary files, and those of sockets, by which other programs can be told to write. */
  readonly hidden: readonly string[];
  /** Files in hidden folders that are needed nevertheless. */
  readonly shown: readonly string[];
};

const HIDDEN = ['/tmp', '/var/tmp', '/run'];
const NAME_SERVERS = '/etc/resolv.conf';
const PROBE_LIMIT_MS = 5_000;

/** Where `bwrap` is among the folders of a search path; nowhere on other systems than Linux. */
export function findBubblewrap(
  searchPath: string = process.env.PATH ?? '',
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (platform !== 'linux') return undefined;
  // A relative folder would let whatever lies in the work directory be the sandbox.
  const folders = searchPath.split(':').filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, 'bwrap')).find(isProgram);
}

/** What depends on this machine's disk is found out here, so that the arguments follow from the plan alone. */
export function planBubblewrap(workDir: string, isOffline: boolean): BubblewrapPlan {
  const hidden = [...new Set(HIDDEN.filter((folder) => existsSync(folder)).map((folder) => realpathSync(folder)))];
  const needed = existsSync(NAME_SERVERS) ? [realpathSync(NAME_SERVERS)] : [];
  return { workDir, isOffline, hidden, shown: needed.filter((file) => hidden.some((folder) => file.startsWith(`${folder}/`))) };
}

/** The work directory comes last, since of two that touch the same place the later counts, and it may lie in a hidden folder. */
export function bubblewrapArguments({ workDir, isOffline, hidden, shown }: BubblewrapPlan): readonly string[] {
  return [
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...hidden.flatMap((folder) => ['--tmpfs', folder]),
    ...shown.flatMap((file) => ['--ro-bind', file, file]),
    ...['--bind', workDir, workDir, '--chdir', workDir],
    ...['--unshare-user-try', '--unshare-pid', '--unshare-ipc', '--cap-drop', 'ALL', '--die-with-parent'],
    ...(isOffline ? ['--unshare-net'] : []),
  ];
}

/** Tries it: systems can forbid what is installed. */
export async function bubblewrapAvailability(searchPath?: string): Promise<SandboxAvailability> {
  const program = findBubblewrap(searchPath);
  if (program === undefined) return { state: 'missing', detail: MISSING };
  const args = [...bubblewrapArguments(planBubblewrap(realpathSync(tmpdir()), true)), '--', 'true'];
  try {
    await promisify(execFile)(program, args, { timeout: PROBE_LIMIT_MS, env: childEnvironment() });
    return { state: 'ready', detail: `bubblewrap is installed (${program})` };
  } catch (error) {
    const { stderr } = Object(error);
    const why = typeof stderr === 'string' && stderr.trim() !== '' ? stderr.trim() : String(error);
    return { state: 'broken', detail: `bubblewrap is installed (${program}) and does not start: ${why}` };
  }
}

const MISSING =
  process.platform === 'linux'
    ? 'bubblewrap is not installed; most distributions have it as the package "bubblewrap"'
    : 'commands can be kept in a sandbox on Linux only';

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
