import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { hasEnded, readProcessStat } from './processStat';

/**
 * Which process, beyond its number: numbers are given out again, and differ between containers that share a file.
 * What a platform does not tell is ''.
 */
export type ProcessIdentity = {
  readonly pid: number;
  readonly host: string;
  /** Changes with every start of the machine. */
  readonly boot: string;
  /** The space in which `pid` means something (a container has its own). */
  readonly space: string;
  /** When the process began, in the system's own terms. */
  readonly start: string;
};

export function thisProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    boot: readText('/proc/sys/kernel/random/boot_id'),
    space: readLink('/proc/self/ns/pid'),
    start: processStart(process.pid),
  };
}

/**
 * Whether that process still runs. `unknown` when it cannot be seen from here (another machine or container), or when
 * only a process of the same number was found: the caller then needs another sign of life.
 */
export function processLiveness(other: ProcessIdentity, here: ProcessIdentity): 'alive' | 'gone' | 'unknown' {
  // A start of a machine is like no other, so the name, which a network may change, is asked only where it says nothing.
  const isSameStart = other.boot !== '' && other.boot === here.boot;
  if (!isSameStart && other.host !== here.host) return 'unknown';
  if (other.boot !== here.boot) return 'gone';
  if (other.space !== here.space) return 'unknown';
  if (!processExists(other.pid)) return 'gone';
  if (other.start === '') return other.pid === here.pid ? 'alive' : 'unknown';
  return processStart(other.pid) === other.start ? 'alive' : 'gone';
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A process that has ended counts as another one, though its number is still taken. */
function processStart(pid: number): string {
  const stat = readProcessStat(pid);
  return stat === undefined ? '' : hasEnded(stat) ? 'ended' : stat.start;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function readLink(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
