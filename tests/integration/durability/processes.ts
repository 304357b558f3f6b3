import { readdirSync, readFileSync } from 'node:fs';

/** Processes of this machine whose command line has `mark` in it, by number; those that have ended but were not collected do not count. */
export function runningWith(mark: string): number[] {
  return processes().filter((pid) => statusOf(pid).state !== 'Z' && textOf(pid, 'cmdline').includes(mark));
}

/** Ended children of this process that nobody has collected. */
export function zombies(): number[] {
  return processes().filter((pid) => {
    const { state, parent } = statusOf(pid);
    return state === 'Z' && parent === process.pid;
  });
}

function processes(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** `pid (name) state parent …`; the name may hold anything. */
function statusOf(pid: number): { readonly state: string | undefined; readonly parent: number } {
  const [state, parent] = textOf(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return { state, parent: Number(parent) };
}

function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
