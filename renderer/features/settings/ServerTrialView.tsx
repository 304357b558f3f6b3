import { useState } from 'react';
import type { ServerTrial } from '../../../shared/ipc/contract/connections';
import { isAppError } from '../../../shared/lib/appError';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { countOf } from '../../ui/format';
import styles from './SettingsDialog.module.css';

type Outcome = { readonly trial: ServerTrial } | { readonly failure: string };

/** Starts a server to see whether it works and what it offers. */
export function ServerTrialView({ definition }: { readonly definition: McpServerDefinition }) {
  const client = useClient();
  const [outcome, setOutcome] = useState<Outcome>();
  const [isTrying, setTrying] = useState(false);
  const tryIt = async () => {
    setTrying(true);
    setOutcome(undefined);
    try {
      setOutcome({ trial: await client.connections.tryServer({ definition }) });
    } catch (error) {
      setOutcome({ failure: isAppError(error) ? error.message : 'The server could not be tried.' });
    } finally {
      setTrying(false);
    }
  };
  return (
    <div className={styles.trial} aria-live="polite">
      <Button disabled={isTrying} onClick={() => void tryIt()}>
        {isTrying ? 'Starting…' : 'Test connection'}
      </Button>
      {outcome && ('trial' in outcome ? <Success trial={outcome.trial} /> : <pre className={styles.failure}>{outcome.failure}</pre>)}
    </div>
  );
}

function Success({ trial: { title, version, tools, log, durationMs } }: { readonly trial: ServerTrial }) {
  return (
    <>
      <p>
        {title} {version} answered in {durationMs} ms and offers {countOf(tools.length, 'tool')}.
      </p>
      <dl className={styles.facts}>
        {tools.map(({ name, description }) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd title={description}>{description.split('\n', 1)[0]}</dd>
          </div>
        ))}
      </dl>
      {log && <pre className={styles.log}>{log}</pre>}
    </>
  );
}
