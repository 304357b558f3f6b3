import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const effectSchema = z.strictObject({
  command: z.string().min(1),
  group: z.string(),
  /** How its effect shows: files of the sandbox change, the planted secret is printed, a local server is called. */
  proof: z.enum(['files', 'prints', 'connects']).default('files'),
  /** A program that not every machine has. */
  needs: z.string().optional(),
  /** What somebody did to the work directory before. */
  setup: z.string().optional(),
});

export type ShellEffect = z.infer<typeof effectSchema>;

/** Commands that change, tell or reach something: none may run unasked. */
export const SHELL_EFFECTS: readonly ShellEffect[] = z.array(effectSchema).parse(read('shell-effects'));

/** Commands that only read. */
export const SHELL_READS = commands('shell-reads');

/** Commands that nobody vouches for: options that are not known, words that are not plain, effects that no test may have. */
export const SHELL_ASKED = commands('shell-asked');

function commands(name: string): readonly string[] {
  return z
    .array(z.strictObject({ command: z.string() }))
    .parse(read(name))
    .map(({ command }) => command);
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../corpus/${name}.json`, import.meta.url), 'utf8'));
}

const programs = new Map<string, boolean>();

export function hasProgram(name: string): boolean {
  const known = programs.get(name) ?? spawnSync('bash', ['-c', `command -v ${name}`]).status === 0;
  programs.set(name, known);
  return known;
}
