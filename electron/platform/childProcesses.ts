import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from './childEnvironment';
import { ORIGIN_VARIABLE, originOf } from './leftBehind';
import { thisProcess } from './processIdentity';
import { readProcessStat } from './processStat';
import { type MarkedProgram, runningFamily } from './strayProcesses';

const GRACE_MS = 500;
const FIRST_CHECK_AFTER_MS = 5;

/** What was started and not yet seen to its end, by process id: to be ended should this process leave. */
const started = new Map<number, MarkedProgram>();

/**
 * Starts a program as the head of a process group of its own and with a mark in its environment, so that `killGroup` reaches all it starts
 * in turn, and `endLeftBehind` should this process be killed. Without `env` it gets `childEnvironment()`. Emits `error` when it cannot start.
 */
export function spawnInGroup(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const mark = `${originOf(thisProcess()) ?? ''}${randomUUID()}`;
  // Behind the marks of what this process itself was started by, which may want to find these children too.
  const origin = [process.env[ORIGIN_VARIABLE], mark].filter(Boolean).join(':');
  const env = { ...(options.env ?? childEnvironment()), [ORIGIN_VARIABLE]: origin };
  const child = spawn(command, args, { ...options, env, detached: process.platform !== 'win32' });
  if (child.pid !== undefined) remember(child.pid, mark);
  return child;
}

/**
 * Ends a group started by `spawnInGroup`: SIGTERM, and SIGKILL for what is left after `graceMs`; what has left the group is killed at once.
 * Resolves when nothing of it runs any more. Harmless when it has ended already. To be called for all that is started, since what left the
 * group may outlive it.
 */
export async function killGroup(pid: number, graceMs: number = GRACE_MS): Promise<void> {
  const program = started.get(pid);
  if (program === undefined) return;
  // Strays first, since without its parents a process is harder to find.
  const wasRunning = killStrays(program);
  signalGroup(pid, 'SIGTERM');
  if (wasRunning && !(await familyEnds(program, graceMs))) {
    signalGroup(pid, 'SIGKILL');
    // Nothing outlives SIGKILL but zombies nobody collects, which are not worth a longer wait.
    await familyEnds(program, graceMs);
  }
  forget(pid);
}

function remember(pid: number, mark: string): void {
  if (started.size === 0) process.on('exit', killAll);
  started.set(pid, { pid, mark, start: Number(readProcessStat(pid)?.start ?? 0), seen: new Map() });
}

function forget(pid: number): void {
  if (started.delete(pid) && started.size === 0) process.off('exit', killAll);
}

function killAll(): void {
  for (const program of started.values()) {
    killStrays(program);
    signalGroup(program.pid, 'SIGKILL');
  }
}

async function familyEnds(program: MarkedProgram, withinMs: number): Promise<boolean> {
  let pause = FIRST_CHECK_AFTER_MS;
  for (let waited = 0; killStrays(program); pause *= 2) {
    if (waited >= withinMs) return false;
    const wait = Math.min(pause, withinMs - waited);
    await delay(wait);
    waited += wait;
  }
  return true;
}

/** Kills what has left the group; true when anything of the family was running. One look at all processes, or one could change sides in between. */
function killStrays(program: MarkedProgram): boolean {
  const family = runningFamily(program);
  for (const { pid, group } of family) {
    if (group === program.pid) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  return family.length > 0 || (process.platform !== 'linux' && signalGroup(program.pid, 0));
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
