import { create } from 'zustand';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { Settings } from '../../../shared/ipc/contract/app';

type SettingsState = { readonly settings: Settings | null; readonly isOpen: boolean; readonly providerChanges: number };

/** The host keeps the settings; this is the window's copy of them. */
export const settingsStore = create<SettingsState>()(() => ({ settings: null, isOpen: false, providerChanges: 0 }));

/** What a group of fields is given: the settings as they are, and how to change them. */
export type SettingsFieldsProps = { readonly settings: Settings; readonly save: (change: Partial<Settings>) => void };

type Client = Pick<StepgraphClient, 'app'>;

export async function loadSettings(client: Client): Promise<void> {
  settingsStore.setState({ settings: await client.app.settings({}) });
}

/** How many changes the host has not answered yet. */
let underWay = 0;

/** Shows the change at once, and what the host says once it has answered all changes: an earlier answer does not know of later ones. */
export async function saveSettings(client: Client, change: Partial<Settings>): Promise<void> {
  const before = settingsStore.getState().settings;
  if (before) settingsStore.setState({ settings: { ...before, ...change } });
  underWay += 1;
  try {
    await client.app.saveSettings(change);
  } finally {
    underWay -= 1;
    if (underWay === 0) await loadSettings(client);
  }
}

export function openSettings(): void {
  settingsStore.setState({ isOpen: true });
}

export function closeSettings(): void {
  settingsStore.setState({ isOpen: false });
}

/** Whoever shows the provider asks for it again. */
export function noteProviderChange(): void {
  settingsStore.setState(({ providerChanges }) => ({ providerChanges: providerChanges + 1 }));
}
