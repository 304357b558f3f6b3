import type { z } from 'zod';
import { checkedJson } from './checkedJson';

/** Enough for the sessions at work at one time. */
const REMEMBERED = 512;
/** Longer ones are rare, and would fill the memory. */
const LONGEST_CHARACTERS = 4_096;

/**
 * `checkedJson` for columns that are read again and again with the same text: parsed and checked once. What it returns is shared, and so is
 * never changed.
 */
export function createRememberedJson<T>(schema: z.ZodType<T>): (packed: unknown, what: string) => T {
  const known = new Map<string, T>();
  return (packed, what) => {
    if (typeof packed !== 'string' || packed.length > LONGEST_CHARACTERS) return checkedJson(packed, schema, what);
    const remembered = known.get(packed);
    if (remembered !== undefined) return remembered;
    const value = checkedJson(packed, schema, what);
    if (known.size === REMEMBERED) known.clear();
    known.set(packed, value);
    return value;
  };
}
