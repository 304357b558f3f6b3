import { type ReactNode, useState } from 'react';
import type { ProviderState } from '../../../shared/ipc/contract/secrets';
import { isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Input } from '../../ui/Input';
import { showToast } from '../../ui/toasts';
import { CommittedInput } from './CommittedInput';
import styles from './SettingsDialog.module.css';
import { noteProviderChange } from './settingsStore';

/** Where model requests go, and with which key. The key goes to the host and never comes back. */
export function ProviderSection() {
  const client = useClient();
  const { data: provider, reload } = useHostQuery((host, signal) => host.secrets.provider({}, signal), []);
  if (!provider) return <p className={styles.remark}>Asking the host…</p>;
  const save = (change: { readonly key?: string | null; readonly baseUrl?: string | null }) =>
    client.secrets.saveProvider(change).then(
      () => {
        reload();
        noteProviderChange();
      },
      (error: unknown) => showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'The provider could not be saved.' }),
    );
  return (
    <>
      <p>{summaryOf(provider)}</p>
      <KeyField provider={provider} onSave={(key) => void save({ key })} />
      <Field label="Base URL" hint={baseUrlHint(provider)}>
        {(field) => (
          <CommittedInput
            {...field}
            disabled={provider.baseUrl?.source === 'environment'}
            value={provider.baseUrl?.value ?? ''}
            placeholder="https://api.anthropic.com"
            onCommit={(baseUrl) => void save({ baseUrl: baseUrl.trim() || null })}
          />
        )}
      </Field>
    </>
  );
}

function summaryOf({ kind, baseUrl }: ProviderState): string {
  return kind === 'rehearsal'
    ? 'No model is configured, so every run is a rehearsal: it reads real files, answers by rule, and costs nothing.'
    : `Runs go to ${baseUrl?.value ?? 'the Anthropic API'}.`;
}

const KEY_STATES: { readonly [state in NonNullable<ProviderState['key']>]: string } = {
  environment: 'Comes from the environment (ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN), which wins over what is set here.',
  settings: 'A key is set. It is not shown again.',
  unreadable: 'A key is set, but in a keychain that this program has no access to. Set it anew to use it here.',
};

function KeyField({ provider, onSave }: { readonly provider: ProviderState; readonly onSave: (key: string | null) => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const isSet = provider.key === 'settings' || provider.key === 'unreadable';
  return (
    <Field label="API key" hint={provider.key === null ? 'None is set.' : KEY_STATES[provider.key]}>
      {(field) => (
        <form
          className={styles.line}
          onSubmit={(event) => {
            event.preventDefault();
            onSave(typed);
            setTyped('');
          }}
        >
          <Input
            {...field}
            type="password"
            autoComplete="off"
            disabled={provider.key === 'environment'}
            value={typed}
            placeholder={isSet ? '••••••••' : ''}
            onChange={({ target }) => setTyped(target.value)}
          />
          <Button type="submit" disabled={typed.trim() === ''}>
            Set key
          </Button>
          {isSet && (
            <Button variant="danger" onClick={() => onSave(null)}>
              Remove key
            </Button>
          )}
        </form>
      )}
    </Field>
  );
}

function baseUrlHint({ baseUrl }: ProviderState): string {
  return baseUrl?.source === 'environment'
    ? 'Comes from the environment (ANTHROPIC_BASE_URL), which wins over what is set here.'
    : 'Any server that speaks the Messages API: Ollama, LM Studio, llama.cpp, LiteLLM, a gateway. The Anthropic API when empty.';
}
