import type { ReactNode } from 'react';
import { type Settings, THEMES } from '../../../shared/ipc/contract/app';
import { isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Select } from '../../ui/Input';
import { Switch } from '../../ui/Switch';
import { showToast } from '../../ui/toasts';
import { RulesEditor } from '../permissions';
import { CommittedInput, CommittedTextarea } from './CommittedInput';
import { ProviderSection } from './ProviderSection';
import { SandboxSection } from './SandboxSection';
import { SecretsSection } from './SecretsSection';
import { ServersSection } from './ServersSection';
import styles from './SettingsDialog.module.css';
import { closeSettings, saveSettings, settingsStore } from './settingsStore';

const THEME_TEXTS: Readonly<Record<Settings['theme'], string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  'high-contrast': 'High contrast',
};

/** Every change holds at once; there is nothing to confirm. */
export function SettingsDialog() {
  const { isOpen, settings } = settingsStore();
  return (
    <Dialog open={isOpen} onClose={closeSettings} title="Settings" width={560}>
      {settings && <SettingsForm settings={settings} />}
    </Dialog>
  );
}

function SettingsForm({ settings }: { readonly settings: Settings }) {
  const client = useClient();
  const { data: info } = useHostQuery((host, signal) => host.app.info({}, signal), []);
  const { data: catalog } = useHostQuery((host, signal) => host.app.catalog({}, signal), []);
  const save = (change: Partial<Settings>) => {
    saveSettings(client, change).catch((error: unknown) => {
      showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'The setting could not be saved.' });
    });
  };
  return (
    <div className={styles.sections}>
      <Section title="Look">
        <Field label="Theme">
          {(field) => (
            <Select {...field} value={settings.theme} onChange={(event) => save({ theme: event.target.value as Settings['theme'] })}>
              {THEMES.map((theme) => (
                <option key={theme} value={theme}>
                  {THEME_TEXTS[theme]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Reduced motion" layout="inline" hint="Motion is also off where the system asks for it.">
          {({ required: _never, ...field }) => (
            <Switch {...field} checked={settings.reducedMotion} onCheckedChange={(reducedMotion) => save({ reducedMotion })} />
          )}
        </Field>
      </Section>
      <Section title="Runs">
        <Field label="Default model" hint="For steps and workflows that name none.">
          {(field) => (
            <>
              <CommittedInput
                {...field}
                list={`${field.id}-models`}
                value={settings.model ?? ''}
                placeholder="Stepgraph’s default"
                onCommit={(model) => save({ model: model.trim() || null })}
              />
              <datalist id={`${field.id}-models`}>
                {catalog?.models.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label="Default system prompt" hint="For steps and workflows that have none.">
          {(field) => (
            <CommittedTextarea {...field} rows={3} value={settings.systemPrompt} onCommit={(systemPrompt) => save({ systemPrompt })} />
          )}
        </Field>
        <Field label="Default work directory">
          {(field) => (
            <CommittedInput
              {...field}
              value={settings.workDir ?? ''}
              placeholder={info?.workDir}
              onCommit={(workDir) => save({ workDir: workDir.trim() || null })}
            />
          )}
        </Field>
        <Field label="Steps at once" hint="How many steps of a run may be at work at the same time, from 1 to 64.">
          {(field) => (
            <CommittedInput
              {...field}
              type="number"
              min={1}
              max={64}
              value={String(settings.maxConcurrency)}
              onCommit={(text) => save({ maxConcurrency: Math.min(64, Math.max(1, Math.round(Number(text)) || settings.maxConcurrency)) })}
            />
          )}
        </Field>
      </Section>
      <Section title="Provider">
        <ProviderSection />
      </Section>
      <Section title="Permissions">
        <RulesEditor />
        <SandboxSection mode={settings.sandbox} onChange={save} />
      </Section>
      <Section title="MCP servers">
        <ServersSection />
      </Section>
      <Section title="Secrets">
        <SecretsSection />
      </Section>
      <Section title="This installation">
        <dl className={styles.facts}>
          <dt>Version</dt>
          <dd>{info?.version}</dd>
          <dt>Database</dt>
          <dd>{info?.database}</dd>
        </dl>
      </Section>
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      {children}
    </section>
  );
}
