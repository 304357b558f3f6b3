import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { allProcessStats, hasEnded } from './processStat';

/** The variable by which what a program starts is known as its own, wherever it goes. */
export const ORIGIN_VARIABLE = 'STEPGRAPH_ORIGIN';

export type ProcessRow = { readonly pid: number; readonly parent: number; readonly group: number };

/** A program that was started, by what its children are known. */
export type MarkedProgram = {
  readonly pid: number;
  readonly mark: string;
  /** When it began, in the system's own terms; nothing older can be a child of it. */
  readonly start: number;
};

const PS_LIMIT_MS = 1_000;

/**
 * What runs of a program outside of its process group: its descendants, and on Linux whatever still has its mark in the environment though its
 * parents are gone, as after `setsid`. One that emptied its environment and whose parents are gone is not found.
 */
export function strayProcesses({ pid: head, mark, start }: MarkedProgram): readonly number[] {
  const rows = processRows(start);
  const strays = rows.filter(({ pid, group }) => group !== head && pid !== head && pid !== process.pid);
  const marked = process.platform === 'linux' ? strays.filter(({ pid }) => hasMark(pid, mark)) : [];
  const members = rows.filter(({ group }) => group === head);
  const family = descendants(rows, [head, ...[...members, ...marked].map(({ pid }) => pid)]);
  return strays.map(({ pid }) => pid).filter((pid) => family.has(pid));
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
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group) }];
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
