import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SecretsState } from '../../../shared/ipc/contract/secrets';
import { isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { IconButton } from '../../ui/IconButton';
import { Input } from '../../ui/Input';
import { showToast } from '../../ui/toasts';
import styles from './SettingsDialog.module.css';

const KEPT: { readonly [protection in SecretsState['protection']]: string } = {
  keychain: 'Encrypted with a key of the operating system’s keychain.',
  file: 'Not encrypted, since there is no keychain here: kept in a file that only you can read.',
};

/** What `${secret:NAME}` stands for in MCP servers. Values go to the host and never come back. */
export function SecretsSection() {
  const client = useClient();
  const { data, reload } = useHostQuery((host, signal) => host.secrets.list({}, signal), []);
  if (!data) return <p className={styles.remark}>Asking the host…</p>;
  const carryOut = (work: Promise<unknown>) =>
    work.then(reload, (error: unknown) =>
      showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'The secret could not be changed.' }),
    );
  return (
    <>
      <p className={styles.remark}>
        Write {'${secret:NAME}'} in the environment, arguments, headers or address of an MCP server. {KEPT[data.protection]}
      </p>
      {data.secrets.length > 0 && (
        <ul className={styles.secrets}>
          {data.secrets.map(({ name, isReadable }) => (
            <li key={name} className={styles.line}>
              <code>{name}</code>
              <span className={styles.remark}>{isReadable ? 'is set' : 'is set, but this program cannot read it'}</span>
              <IconButton
                label={`Remove ${name}`}
                size="small"
                icon={<Trash2 size={14} />}
                onClick={() => void carryOut(client.secrets.remove({ name }))}
              />
            </li>
          ))}
        </ul>
      )}
      <NewSecret onSet={(name, value) => void carryOut(client.secrets.set({ name, value }))} />
    </>
  );
}

function NewSecret({ onSet }: { readonly onSet: (name: string, value: string) => void }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  return (
    <form
      className={styles.pair}
      onSubmit={(event) => {
        event.preventDefault();
        onSet(name.trim(), value);
        setName('');
        setValue('');
      }}
    >
      <Field label="Secret name">
        {(field) => <Input {...field} value={name} placeholder="GITHUB_TOKEN" onChange={({ target }) => setName(target.value)} />}
      </Field>
      <Field label="Secret value">
        {(field) => <Input {...field} type="password" autoComplete="off" value={value} onChange={({ target }) => setValue(target.value)} />}
      </Field>
      <Button type="submit" disabled={name.trim() === '' || value.trim() === ''}>
        Set secret
      </Button>
    </form>
  );
}
