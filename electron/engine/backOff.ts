import type { Random } from './ports';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * How long to wait before the next attempt, after `failures` failed ones: doubles each time, and half of it is chance, so that
 * steps that failed together do not come back together (M. Brooker, "Exponential Backoff and Jitter", AWS, 2015: "equal jitter").
 */
export function backOffDelay(failures: number, random: Random): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return Math.round(longest / 2 + (longest / 2) * random());
}
