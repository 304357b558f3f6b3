import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { allProcessStats, hasEnded } from './processStat';

/** `start` tells one process from a later one of the same id; empty where the system does not say. */
export type ProcessRow = { readonly pid: number; readonly parent: number; readonly group: number; readonly start: string };

/** A program that was started, by what its children are known. */
export type MarkedProgram = {
  readonly pid: number;
  readonly mark: string;
  /** When it began, in the system's own terms; nothing older can be a child of it. */
  readonly start: number;
  /** What was seen to belong to it, by process id, with its start: it belongs to it also when nothing else tells so any more. */
  readonly seen: Map<number, string>;
};

const PS_LIMIT_MS = 1_000;

/**
 * What runs of a program: its process group, its descendants, what was seen to belong to it before (it may leave the group when that is told to
 * end), and on Linux whatever still has its mark in the environment though its parents are gone, as after `setsid`. One that emptied its environment
 * and whose parents were gone before it was seen is not found.
 */
export function runningFamily({ pid: head, mark, start: since, seen }: MarkedProgram): readonly ProcessRow[] {
  const rows = processRows(since).filter(({ pid }) => pid !== process.pid);
  const isMarked = ({ pid }: ProcessRow) => process.platform === 'linux' && hasMark(pid, mark);
  const own = rows.filter((row) => row.group === head || isSeen(seen, row) || isMarked(row));
  const reached = descendants(rows, [head, ...own.map(({ pid }) => pid)]);
  const family = rows.filter(({ pid }) => reached.has(pid));
  for (const { pid, start } of family) seen.set(pid, start);
  return family;
}

function isSeen(seen: MarkedProgram['seen'], { pid, start }: ProcessRow): boolean {
  return start !== '' && seen.get(pid) === start;
}

/** These processes and all that they have started which is still below them. */
export function descendants(rows: readonly ProcessRow[], roots: readonly number[]): ReadonlySet<number> {
  const children = Map.groupBy(rows, ({ parent }) => parent);
  const found = new Set(roots);
  for (const pid of found) for (const child of children.get(pid) ?? []) found.add(child.pid); // a set is walked to what is added meanwhile
  return found;
}

/** The lines of `ps -A -o pid=,ppid=,pgid=,stat=`. */
export function parseProcessRows(text: string): readonly ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [pid, parent, group, state = 'Z'] = line.trim().split(/\s+/);
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group), start: '' }];
  });
}

function processRows(since: number): readonly ProcessRow[] {
  if (process.platform === 'linux') return allProcessStats().filter((stat) => Number(stat.start) >= since && !hasEnded(stat));
  if (process.platform === 'win32') return []; // taskkill ends the tree
  return parseProcessRows(spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8', timeout: PS_LIMIT_MS }).stdout ?? '');
}

/** Other people's processes cannot be looked into, and cannot be ours. */
function hasMark(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
  } catch {
    return false;
  }
}
