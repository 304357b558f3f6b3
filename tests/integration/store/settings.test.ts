import { expect, test, vi } from 'vitest';
import { damage } from '../../support/damage';
import { openedStore, temporaryFile } from './support';

test('a change of a setting is seen at once, and one of another process soon', async () => {
  const file = temporaryFile();
  const [ours, theirs] = [openedStore(file), openedStore(file)];
  expect([ours.settings.get('theme'), theirs.settings.all()]).toEqual([undefined, {}]);
  await ours.settings.set({ theme: 'dark' });
  expect([ours.settings.get('theme'), ours.settings.all()]).toEqual(['dark', { theme: 'dark' }]);
  await vi.waitFor(() => expect([theirs.settings.get('theme'), theirs.settings.all()]).toEqual(['dark', { theme: 'dark' }]));
  await theirs.settings.set({ theme: 'light', model: 'm' });
  await ours.settings.set({ model: null });
  const now = { theme: 'light', model: null };
  expect([ours.settings.get('model'), ours.settings.all()]).toEqual([null, now]);
  await vi.waitFor(() => expect([theirs.settings.get('model'), theirs.settings.all()]).toEqual([null, now]));
});

test('settings are read once while nothing changes', async () => {
  const { settings } = openedStore(temporaryFile());
  await settings.set({ theme: 'dark' });
  expect(settings.all()).toBe(settings.all());
});

test('a damaged setting is left out of all, and named whenever it is asked for itself', async () => {
  const file = temporaryFile();
  const { settings } = openedStore(file);
  await settings.set({ theme: 'dark', model: 'm' });
  damage(file, "UPDATE settings SET value = '{' WHERE key = ?", 'model');
  expect(settings.all()).toEqual({ theme: 'dark' });
  for (const _time of [1, 2]) expect(() => settings.get('model')).toThrow('setting model');
});
