import type { z } from 'zod';
import { type AppError, isAppError } from '../../shared/lib/appError';
import type { Logger } from '../engine/ports';
import { unpackJson } from './packedJson';
import { damagedRow } from './storeError';

/**
 * A JSON column as the type its schema describes, or `STORE_FAILED` naming the row. The value is returned as it was stored,
 * not as the schema rebuilds it: order of keys and keys of later versions survive.
 */
export function checkedJson<T>(packed: unknown, schema: z.ZodType<T>, what: string): T {
  const value = unpackJson(packed, what);
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw damagedRow(what, parsed.error);
  // Sound: the schemas given here check and transform nothing.
  return value as T;
}

/** What can be read of rows, and what keeps others from it. */
export function readRows<Row, T>(
  rows: readonly Row[],
  read: (row: Row) => T,
): { readonly values: T[]; readonly failures: readonly { readonly row: Row; readonly error: AppError }[] } {
  const values: T[] = [];
  const failures: { row: Row; error: AppError }[] = [];
  for (const row of rows) {
    try {
      values.push(read(row));
    } catch (error) {
      if (!isAppError(error)) throw error;
      failures.push({ row, error });
    }
  }
  return { values, failures };
}

/** The rows that can be read; damaged ones are left out with a warning, so that a list always opens. */
export function readableRows<Row, T>(rows: readonly Row[], read: (row: Row) => T, log: Logger): T[] {
  const { values, failures } = readRows(rows, read);
  for (const { error } of failures) log.warn(error.message, error.cause);
  return values;
}
