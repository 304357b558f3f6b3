import { create } from 'zustand';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { Settings } from '../../../shared/ipc/contract/app';

type SettingsState = { readonly settings: Settings | null; readonly isOpen: boolean; readonly providerChanges: number };

/** The host keeps the settings; this is the window's copy of them. */
export const settingsStore = create<SettingsState>()(() => ({ settings: null, isOpen: false, providerChanges: 0 }));

type Client = Pick<StepgraphClient, 'app'>;

export async function loadSettings(client: Client): Promise<void> {
  settingsStore.setState({ settings: await client.app.settings({}) });
}

/** Shows the change at once and takes it back when the host refuses it. */
export async function saveSettings(client: Client, change: Partial<Settings>): Promise<void> {
  const before = settingsStore.getState().settings;
  if (before) settingsStore.setState({ settings: { ...before, ...change } });
  try {
    settingsStore.setState({ settings: await client.app.saveSettings(change) });
  } catch (error) {
    settingsStore.setState({ settings: before });
    throw error;
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
