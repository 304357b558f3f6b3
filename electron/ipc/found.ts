import { AppError } from '../../shared/lib/appError';

/** What was looked for; `NOT_FOUND` with the given sentence where there is nothing (`undefined` or `false`). */
export function found<T>(value: T | undefined | false, sentence: string): T {
  if (value === undefined || value === false) throw new AppError('NOT_FOUND', sentence);
  return value;
}
