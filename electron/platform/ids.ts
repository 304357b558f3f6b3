import { randomFillSync } from 'node:crypto';
import type { Clock, Ids } from '../engine/ports';

/** Crockford's base 32: sorts like the numbers it stands for and has no look-alikes. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;
const IDS_PER_FILLING = 64;

const PREFIXES = {
  run: 'run',
  session: 'ses',
  message: 'msg',
  checkpoint: 'cp',
  workflow: 'wf',
  request: 'req',
} as const satisfies Record<Parameters<Ids['next']>[0], string>;

/**
 * Ids in the manner of ULIDs (48 bits of time, 80 of randomness): each sorts after all that this object gave out before,
 * also within one millisecond and when the clock steps back.
 */
export function createIds(clock: Pick<Clock, 'now'> = { now: () => Date.now() }): Ids {
  const randomDigits = createRandomDigits();
  let time = -1;
  let tail: number[] = [];
  return {
    next(kind) {
      const now = Math.floor(clock.now());
      if (now > time) {
        time = now;
        tail = randomDigits();
      } else if (!increment(tail)) {
        time += 1;
        tail = randomDigits();
      }
      return `${PREFIXES[kind]}_${encodeTime(time)}${tail.map((digit) => ALPHABET[digit]).join('')}`;
    },
  };
}

/** Asks the system for many ids' randomness at once: a call costs far more than its bytes. */
function createRandomDigits(): () => number[] {
  const pool = Buffer.alloc(RANDOM_DIGITS * IDS_PER_FILLING);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const digits = Array.from(pool.subarray(used, used + RANDOM_DIGITS), (byte) => byte & 31);
    used += RANDOM_DIGITS;
    return digits;
  };
}

/** Adds one; false when all digits were the highest (they are all 0 then). */
function increment(digits: number[]): boolean {
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const digit = digits[index] ?? 0;
    digits[index] = (digit + 1) & 31;
    if (digit < 31) return true;
  }
  return false;
}

function encodeTime(time: number): string {
  let rest = time;
  let text = '';
  for (let index = 0; index < TIME_DIGITS; index += 1) {
    text = `${ALPHABET[rest % 32]}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
}
