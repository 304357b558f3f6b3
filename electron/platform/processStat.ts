import { readdirSync, readFileSync } from 'node:fs';

/** What Linux tells about a process (proc(5), /proc/<pid>/stat). */
export type ProcessStat = {
  /** `Z` and `X` are processes that have ended and wait for their parent to take note. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  /** Clock ticks from the machine's start to the process's. */
  readonly start: string;
};

/** Undefined when there is no such process, and on other systems. */
export function readProcessStat(pid: number | string): ProcessStat | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // Fields are counted after the program's name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', parent: Number(fields[1]), group: Number(fields[2]), start: fields[19] ?? '' };
}

/** Every process that can be seen (Linux). */
export function allProcessStats(): readonly (ProcessStat & { readonly pid: number })[] {
  return readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? readProcessStat(name) : undefined;
    return stat ? [{ ...stat, pid: Number(name) }] : [];
  });
}

export function hasEnded(stat: ProcessStat): boolean {
  return stat.state === 'Z' || stat.state === 'X';
}
