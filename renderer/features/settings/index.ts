export { SettingsDialog } from './SettingsDialog';
export { loadSettings, openSettings, saveSettings, settingsStore } from './settingsStore';
