import { RotateCw } from 'lucide-react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { attempt } from '../explorer';
import { retryTurn } from './followTurns';
import styles from './MessageBox.module.css';
import { sessionsStore } from './sessionsStore';

/** Why the last message has no answer, and the way on. Any window says it, also after a reload. */
export function TurnFailure({ session }: { readonly session: SessionDetail }) {
  const client = useClient();
  const { id, unanswered } = session;
  const failure = sessionsStore(({ failures }) => failures[id]?.message);
  const isLive = sessionsStore(({ turns }) => turns[id]?.isOver === false);
  if (isLive || (!failure && !unanswered)) return null;
  const reason = failure ?? unanswered?.reason;
  return (
    <div className={styles.unanswered} data-failed={reason !== undefined} role={reason === undefined ? 'status' : 'alert'}>
      <p>{reason ?? 'The last message was not answered.'}</p>
      {unanswered && (
        <Button icon={<RotateCw aria-hidden="true" />} onClick={() => attempt(retryTurn(client, id))}>
          Retry
        </Button>
      )}
    </div>
  );
}
