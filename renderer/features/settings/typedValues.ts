import { isAppError } from '../../../shared/lib/appError';
import { parseDuration, writeDuration } from '../../../shared/lib/duration';

/** What somebody typed, as the value it stands for or as what is wrong with it. */
export type Typed<T> = { readonly value: T } | { readonly problem: string };

export type Range = { readonly least: number; readonly most: number };

export function readWholeNumber(text: string, { least, most }: Range): Typed<number> {
  const value = Number(text.trim());
  const isFitting = /^\d+$/.test(text.trim()) && value >= least && value <= most;
  return isFitting ? { value } : { problem: `Write a whole number from ${least} to ${most}.` };
}

/** Milliseconds of `30s`, `5m`, `1h` or `7d`. */
export function readDuration(text: string, { least, most }: Range): Typed<number> {
  try {
    const value = parseDuration(text.trim());
    return value >= least && value <= most
      ? { value }
      : { problem: `Write a time from ${writeDuration(least)} to ${writeDuration(most)}.` };
  } catch (error) {
    if (isAppError(error)) return { problem: error.message };
    throw error;
  }
}
