import { type Settings, settingsSchema } from '../../shared/ipc/contract/app';
import type { SettingsRepository } from '../store/store';

const known = new WeakMap<object, Settings>();

/** What is stored, key by key; a value this version can't read counts as not set. Shared while nothing changes, and so never changed. */
export function readSettings(stored: Pick<SettingsRepository, 'all'>): Settings {
  const values = stored.all();
  const settings = known.get(values) ?? parseSettings(values);
  known.set(values, settings);
  return settings;
}

function parseSettings(values: ReturnType<SettingsRepository['all']>): Settings {
  const readable = Object.entries(settingsSchema.shape).filter(
    ([key, schema]) => Object.hasOwn(values, key) && schema.safeParse(values[key]).success,
  );
  return settingsSchema.parse(Object.fromEntries(readable.map(([key]) => [key, values[key]])));
}

/** Stores what changes and answers all settings as they are then. */
export async function saveSettings(stored: SettingsRepository, change: Partial<Settings>): Promise<Settings> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  await stored.set(Object.fromEntries(given));
  return readSettings(stored);
}
