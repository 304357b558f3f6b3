import { useDeferredValue, useState } from 'react';
import type { SessionStateName } from '../../../shared/session/session';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { countOf } from '../../ui/format';
import { Input, Select } from '../../ui/Input';
import { attempt } from '../explorer';
import styles from './PruneDialog.module.css';
import { PrunePreview } from './PrunePreview';
import { tellDeleted } from './sessionActions';
import { askToPrune, sessionsStore } from './sessionsStore';

/** Deletes many sessions at once, after saying which. */
export function PruneDialog() {
  const isOpen = sessionsStore(({ isPruning }) => isPruning);
  return isOpen ? <OpenPruneDialog /> : null;
}

function OpenPruneDialog() {
  const client = useClient();
  const [state, setState] = useState<SessionStateName | ''>('closed');
  const [olderThan, setOlderThan] = useState('');
  const [isPruning, setPruning] = useState(false);
  const age = useDeferredValue(olderThan.trim());
  const filter = { ...(state && { status: state }), ...(age && { olderThan: age }) };
  const isOpenEnded = state === '' && age === '';
  const { data, error } = useHostQuery(
    async ({ sessions }, signal) => (isOpenEnded ? undefined : sessions.prunePreview(filter, signal)),
    [state, age],
    (host, signal) => host.sessions.changes({}, signal),
  );
  const isCurrent = age === olderThan.trim();
  const close = () => askToPrune(false);
  const prune = async () => {
    setPruning(true);
    try {
      tellDeleted(client, await client.sessions.prune(filter));
      close();
    } finally {
      setPruning(false);
    }
  };
  return (
    <Dialog
      open
      onClose={close}
      title="Prune sessions"
      description="Deletes conversations with their checkpoints. Sessions at work are never among them."
      width={600}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="danger" disabled={!data || data.total === 0 || !isCurrent || isPruning} onClick={() => attempt(prune())}>
            {data && data.total > 0 ? `Prune ${countOf(data.total, 'session')}` : 'Prune'}
          </Button>
        </>
      }
    >
      <div className={styles.filters}>
        <Field label="State">
          {(field) => (
            // The options below are the values there are.
            <Select {...field} value={state} onChange={(event) => setState(event.target.value as SessionStateName | '')}>
              <option value="">Any state</option>
              <option value="active">Active</option>
              <option value="idle">Idle</option>
              <option value="closed">Closed</option>
            </Select>
          )}
        </Field>
        <Field
          label="Not used for longer than"
          hint="30m, 12h, 7d; empty for any time"
          error={error?.code === 'INVALID_INPUT' ? error.message : undefined}
        >
          {(field) => <Input {...field} placeholder="any time" value={olderThan} onChange={(event) => setOlderThan(event.target.value)} />}
        </Field>
      </div>
      {isOpenEnded ? (
        <p className={styles.note}>Choose a state or a time: without either, everything would go.</p>
      ) : error ? (
        error.code !== 'INVALID_INPUT' && <p className={styles.note}>{error.message}</p>
      ) : (
        <PrunePreview preview={data} />
      )}
    </Dialog>
  );
}
