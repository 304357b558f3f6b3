import { isRetryable, retryAfterMs } from '../../shared/lib/appError';
import type { Random } from './ports';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** Who is asked to stay away for longer than a few minutes had better be told so than kept waiting. */
const LONGEST_WAIT_ASKED_MS = 5 * 60_000;

/**
 * How long to wait before the next attempt, after `failures` failed ones: doubles each time, and half of it is chance, so that
 * steps that failed together do not come back together (M. Brooker, "Exponential Backoff and Jitter", AWS, 2015: "equal jitter").
 */
export function backOffDelay(failures: number, random: Random): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return Math.round(longest / 2 + (longest / 2) * random());
}

/** The wait before an attempt after `error`: the back-off, or what the server asks for if that is longer. Undefined when none can help soon. */
export function retryDelay(error: unknown, failures: number, random: Random): number | undefined {
  const asked = retryAfterMs(error);
  if (!isRetryable(error) || asked > LONGEST_WAIT_ASKED_MS) return undefined;
  return Math.max(backOffDelay(failures, random), asked);
}
