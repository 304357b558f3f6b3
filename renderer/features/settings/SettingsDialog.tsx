import type { Settings } from '../../../shared/ipc/contract/app';
import { isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Dialog } from '../../ui/Dialog';
import { showToast } from '../../ui/toasts';
import { RulesEditor } from '../permissions';
import { AppearanceFields } from './AppearanceFields';
import { PricesSection } from './PricesSection';
import { ProviderSection } from './ProviderSection';
import { RunFields } from './RunFields';
import { SandboxSection } from './SandboxSection';
import { SecretsSection } from './SecretsSection';
import { ServersSection } from './ServersSection';
import { SessionFields } from './SessionFields';
import styles from './SettingsDialog.module.css';
import { SectionList, SettingsSection } from './SettingsSection';
import { closeSettings, saveSettings, settingsStore } from './settingsStore';
import { UntrustedTextField } from './UntrustedTextField';

/** Every change holds at once; there is nothing to confirm. */
export function SettingsDialog() {
  const { isOpen, settings } = settingsStore();
  return (
    <Dialog open={isOpen} onClose={closeSettings} title="Settings" width={760}>
      {settings && <SettingsForm settings={settings} />}
    </Dialog>
  );
}

function SettingsForm({ settings }: { readonly settings: Settings }) {
  const client = useClient();
  const save = (change: Partial<Settings>) => {
    saveSettings(client, change).catch((error: unknown) => {
      showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'The setting could not be saved.' });
    });
  };
  return (
    <div className={styles.settings}>
      <SectionList />
      <div className={styles.sections}>
        <SettingsSection title="Appearance">
          <AppearanceFields settings={settings} save={save} />
        </SettingsSection>
        <SettingsSection title="Provider">
          <ProviderSection />
        </SettingsSection>
        <SettingsSection title="Runs">
          <RunFields settings={settings} save={save} />
        </SettingsSection>
        <SettingsSection title="Sessions">
          <SessionFields settings={settings} save={save} />
        </SettingsSection>
        <SettingsSection title="Prices">
          <PricesSection />
        </SettingsSection>
        <SettingsSection title="Permissions">
          <RulesEditor />
          <SandboxSection mode={settings.sandbox} onChange={save} />
          <UntrustedTextField isOn={settings.askAfterUntrusted} onChange={save} />
        </SettingsSection>
        <SettingsSection title="MCP servers">
          <ServersSection />
        </SettingsSection>
        <SettingsSection title="Secrets">
          <SecretsSection />
        </SettingsSection>
        <SettingsSection title="This installation">
          <InstallationFacts />
        </SettingsSection>
      </div>
    </div>
  );
}

function InstallationFacts() {
  const { data: info } = useHostQuery((host, signal) => host.app.info({}, signal), []);
  return (
    <dl className={styles.facts}>
      <dt>Version</dt>
      <dd>{info?.version}</dd>
      <dt>Database</dt>
      <dd>{info?.database}</dd>
    </dl>
  );
}
