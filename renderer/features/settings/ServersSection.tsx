import { useEffect, useState } from 'react';
import type { PersonalServer } from '../../../shared/ipc/contract/connections';
import { isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { Switch } from '../../ui/Switch';
import { showToast } from '../../ui/toasts';
import { ServerList, ServerLogView } from '../connections';
import { editorStore } from '../editor';
import { ServerTrialView } from './ServerTrialView';
import styles from './SettingsDialog.module.css';

/** The person's own MCP servers, offered to every step. A change holds once it is saved: a half-typed command is none to agree to. */
export function ServersSection() {
  const client = useClient();
  const { data: stored } = useHostQuery((host, signal) => host.connections.servers({}, signal), []);
  const [servers, setServers] = useState<readonly PersonalServer[]>();
  const [isChanged, setChanged] = useState(false);
  useEffect(() => setServers(stored), [stored]);
  if (!servers) return <p className={styles.remark}>Asking the host…</p>;
  const change = (next: readonly PersonalServer[]) => {
    setServers(next);
    setChanged(true);
  };
  const save = async () => {
    try {
      setServers(await client.connections.saveServers({ servers: [...servers] }));
      setChanged(false);
      editorStore.getState().setCatalog(await client.app.catalog({}));
    } catch (error) {
      showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'The servers could not be saved.' });
    }
  };
  const changeAt = (index: number, part: Partial<PersonalServer>) =>
    change(servers.map((server, place) => (place === index ? { ...server, ...part } : server)));
  return (
    <>
      <p className={styles.remark}>
        Offered to every step that may use them. Programs start in your home folder. By saving a server you agree to its being started.
      </p>
      <ServerList
        usualFolder="your home folder"
        servers={servers.map(({ definition }) => definition)}
        onChange={(index, definition) => changeAt(index, { definition })}
        onRemove={(index) => change(servers.toSpliced(index, 1))}
        onAdd={(definition) => change([...servers, { definition, isEnabled: true }])}
        controls={(index) => (
          <Switch
            aria-label={`Offer ${servers[index]?.definition.name ?? ''} to steps`}
            checked={servers[index]?.isEnabled ?? false}
            onCheckedChange={(isEnabled) => changeAt(index, { isEnabled })}
          />
        )}
        footer={(index) => {
          const server = servers[index];
          return (
            server && (
              <>
                <ServerTrialView definition={server.definition} />
                <ServerLogView server={server.definition.name} />
              </>
            )
          );
        }}
      />
      {isChanged && (
        <div className={styles.line}>
          <Button variant="primary" onClick={() => void save()}>
            Save servers
          </Button>
          <Button
            onClick={() => {
              setServers(stored);
              setChanged(false);
            }}
          >
            Discard changes
          </Button>
        </div>
      )}
    </>
  );
}
