import { z } from 'zod';
import type { Json } from '../../shared/lib/json';
import { checkedJson, readableRows } from './checkedJson';
import type { SettingsRepository } from './store';
import type { StoreContext } from './storeContext';

type SettingRow = { readonly key: string; readonly value: string };

const valueSchema: z.ZodType<Json> = z.json();

/** One JSON value per key; what a key means is its reader's business. */
export function createSettings({ db, write, log }: StoreContext): SettingsRepository {
  const one = db.prepare<[string], SettingRow>('SELECT key, value FROM settings WHERE key = ?');
  const everyone = db.prepare<[], SettingRow>('SELECT key, value FROM settings ORDER BY key');
  const put = db.prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
  return {
    get(key) {
      const row = one.get(key);
      return row && rowToValue(row);
    },
    all: () => Object.fromEntries(readableRows(everyone.all(), (row): [string, Json] => [row.key, rowToValue(row)], log)),
    set(values) {
      const rows = Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)] as const);
      return write(() => {
        for (const row of rows) put.run(...row);
      });
    },
  };
}

function rowToValue(row: SettingRow): Json {
  return checkedJson(row.value, valueSchema, `setting ${row.key}`);
}
