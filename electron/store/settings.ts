import { z } from 'zod';
import type { Json } from '../../shared/lib/json';
import { checkedJson, readableRows } from './checkedJson';
import type { SettingsRepository } from './store';
import type { StoreContext } from './storeContext';

type SettingRow = { readonly key: string; readonly value: string };

const valueSchema: z.ZodType<Json> = z.json();

/** What was read while the file was as it is now: each tool call asks for several settings. */
type Known = {
  readonly version: unknown;
  readonly rows: ReadonlyMap<string, SettingRow>;
  readonly values: Map<string, Json>;
  all?: Values;
};
type Values = { readonly [key: string]: Json };

/** How soon a change that another process made is seen. Asking SQLite costs as much as reading a setting. */
const SEEN_WITHIN_MS = 10;

/** One JSON value per key; what a key means is its reader's business. What it answers is shared, and so is never changed. */
export function createSettings({ db, write, clock, log }: StoreContext): SettingsRepository {
  const everyone = db.prepare<[], SettingRow>('SELECT key, value FROM settings ORDER BY key');
  const put = db.prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
  /** Counts the commits of other connections. */
  const version = db.prepare('PRAGMA data_version').pluck();
  let last: Known | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  function known(): Known {
    if (last && clock.monotonic() - askedAt < SEEN_WITHIN_MS) return last;
    askedAt = clock.monotonic();
    const now = version.get();
    if (!last || last.version !== now)
      last = { version: now, rows: new Map(everyone.all().map((row) => [row.key, row])), values: new Map() };
    return last;
  }

  return {
    get(key) {
      const { rows, values } = known();
      const row = rows.get(key);
      if (row && !values.has(key)) values.set(key, rowToValue(row));
      return values.get(key);
    },
    all() {
      const read = known();
      read.all ??= Object.fromEntries(readableRows([...read.rows.values()], (row): [string, Json] => [row.key, rowToValue(row)], log));
      return read.all;
    },
    set(values) {
      const rows = Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)] as const);
      return write(() => {
        last = undefined;
        for (const row of rows) put.run(...row);
      });
    },
  };
}

function rowToValue(row: SettingRow): Json {
  return checkedJson(row.value, valueSchema, `setting ${row.key}`);
}
