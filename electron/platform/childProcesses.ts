import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from './childEnvironment';
import { hasRunningMember } from './processGroup';

const GRACE_MS = 500;
const FIRST_CHECK_AFTER_MS = 5;

/** Groups to end should this process leave while they run. */
const running = new Set<number>();

/**
 * Starts a program as the head of a process group of its own, so that `killGroup` reaches all it starts in turn. Without `env` it gets
 * `childEnvironment()`. Emits `error` when it cannot start.
 */
export function spawnInGroup(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, { env: childEnvironment(), ...options, detached: process.platform !== 'win32' });
  const { pid } = child;
  if (pid !== undefined) remember(pid, child);
  return child;
}

/**
 * Ends a group started by `spawnInGroup`: SIGTERM, and SIGKILL for what is left after `graceMs`. Resolves when nothing of it runs any more.
 * Harmless when it has ended already.
 */
export async function killGroup(pid: number, graceMs: number = GRACE_MS): Promise<void> {
  if (!signalGroup(pid, 'SIGTERM')) return;
  if (await groupEnds(pid, graceMs)) return;
  signalGroup(pid, 'SIGKILL');
  // Nothing outlives SIGKILL but zombies nobody collects, which are not worth a longer wait.
  await groupEnds(pid, graceMs);
}

function remember(pid: number, child: ChildProcess): void {
  if (running.size === 0) process.on('exit', killAllGroups);
  running.add(pid);
  child.once('close', () => {
    if (groupExists(pid)) return;
    forget(pid);
  });
}

function forget(pid: number): void {
  if (running.delete(pid) && running.size === 0) process.off('exit', killAllGroups);
}

function killAllGroups(): void {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
}

async function groupEnds(pid: number, withinMs: number): Promise<boolean> {
  let pause = FIRST_CHECK_AFTER_MS;
  for (let waited = 0; groupExists(pid); pause *= 2) {
    if (waited >= withinMs) return false;
    const wait = Math.min(pause, withinMs - waited);
    await delay(wait);
    waited += wait;
  }
  forget(pid);
  return true;
}

function groupExists(pid: number): boolean {
  return signalGroup(pid, 0) && (process.platform !== 'linux' || hasRunningMember(pid));
}

/** False when there is no such group. Windows has no groups: its `taskkill` ends the tree, at once. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    if (process.platform !== 'win32') return process.kill(-pid, signal);
    if (signal === 0) return process.kill(pid, 0);
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
