import { readFileSync } from 'node:fs';
import type { ProcessIdentity } from './processIdentity';
import { allProcessStats, hasEnded } from './processStat';

/** The variable by which what a program starts is known as its own, wherever it goes: the marks of who started it, the last one's at the end. */
export const ORIGIN_VARIABLE = 'STEPGRAPH_ORIGIN';

/** A program that starts others faster than they are ended is left to itself. */
const MOST_LOOKS = 5;

/** What begins each mark that a process gives to what it starts. Undefined where processes of one number cannot be told apart for certain. */
export function originOf({ boot, space, pid, start }: ProcessIdentity): string | undefined {
  if (boot === '' || space === '' || start === '') return undefined;
  return `${boot}/${space.replace(/\D/g, '')}/${pid}/${start}/`;
}

/**
 * Ends at once what processes that are surely gone have left running, as one does that was killed: commands, MCP servers, and what these
 * started. Ended is only what carries a mark of such a process itself. Linux only: elsewhere environments cannot be read. Does nothing when
 * this process is among what was left.
 */
export function endLeftBehind(gone: readonly ProcessIdentity[]): void {
  const origins = gone.map(originOf).filter((origin) => origin !== undefined);
  if (process.platform !== 'linux' || origins.length === 0 || isFrom(origins, process.env[ORIGIN_VARIABLE])) return;
  for (let look = 0; look < MOST_LOOKS && endAll(origins); look++);
}

/** True when there was anything to end: it may just have started something else. */
function endAll(origins: readonly string[]): boolean {
  const left = allProcessStats().filter((stat) => !hasEnded(stat) && isFrom(origins, originIn(stat.pid)));
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  return left.length > 0;
}

function isFrom(origins: readonly string[], marks: string | undefined): boolean {
  return marks?.split(':').some((mark) => origins.some((origin) => mark.startsWith(origin))) ?? false;
}

/** Other people's processes cannot be looked into, and cannot be ours. */
function originIn(pid: number): string | undefined {
  try {
    const assignment = `${ORIGIN_VARIABLE}=`;
    const variables = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return variables.find((variable) => variable.startsWith(assignment))?.slice(assignment.length);
  } catch {
    return undefined;
  }
}
