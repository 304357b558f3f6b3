import { seededRandom } from './builders';

/** How much a randomised test does: a moderate amount in every build, whatever the variable says in a nightly one. */
export function amount(variable: string, usual: number): number {
  const given = Number(process.env[variable] ?? usual);
  if (!Number.isInteger(given) || given < 1) throw new Error(`${variable} must be a whole number above 0, not ${process.env[variable]}.`);
  return given;
}

/** The seed that everything random in a test follows from: STEPGRAPH_SEED repeats a test that failed. */
export const FIRST_SEED = amount('STEPGRAPH_SEED', 20_260_101);

export type Dice = {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from 0, below `end`. */
  below(end: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
};

export function dice(seed: number): Dice {
  const next = seededRandom(seed);
  const below = (end: number) => Math.floor(next() * end);
  return { next, below, pick: ([first, ...rest]) => [first, ...rest][below(rest.length + 1)] ?? first };
}
