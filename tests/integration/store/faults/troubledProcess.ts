import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What a store was told to hold, and with which sentences it refused to hold more. */
export type Told = { stored: number; readonly refusals: string[] };

/** Runs troubledWorker.ts under another command, to its end; answers what it said of each store. */
export async function runTroubled(command: readonly string[], program: string, args: readonly string[]): Promise<Map<number, Told>> {
  const [first = process.execPath, ...rest] = [...command, process.execPath, program, ...args];
  const child = spawn(first, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const told = new Map<number, Told>();
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => {
    const [number = '', stored = '', ...words] = line.split(' ');
    const known = told.get(Number(number)) ?? { stored: 0, refusals: [] };
    known.stored = Number(stored);
    if (words.length > 0) known.refusals.push(words.join(' '));
    told.set(Number(number), known);
  });
  const [[code, signal]] = await Promise.all([once(child, 'exit'), once(reader, 'close')]);
  // Killed by itself when it was through; a shell tells of it as 137.
  if (signal !== 'SIGKILL' && code !== 137) throw new Error(`The worker ended with ${signal ?? code}.`);
  return told;
}

/** Whether a command is there and does what is asked of it here. */
export function canRun(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
