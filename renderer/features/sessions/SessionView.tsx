import { MessagesSquare } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { AppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { PermissionRequests } from '../permissions';
import { renameTab } from '../runs';
import { EarlierPointBar } from './EarlierPointBar';
import { FindBar } from './FindBar';
import { recoverSent, watchTurns } from './followTurns';
import { MessageBox } from './MessageBox';
import { SessionHeader } from './SessionHeader';
import { SessionSide } from './SessionSide';
import { SessionTranscript } from './SessionTranscript';
import styles from './SessionView.module.css';
import { sessionsStore } from './sessionsStore';
import { TurnWarnings } from './TurnWarnings';

/** A session: its conversation, a box to go on with it, and the tree of where it went. */
export function SessionView({ sessionId }: { readonly sessionId: string }) {
  const session = useHostQuery(
    (client, signal) => client.sessions.get({ id: sessionId }, signal),
    [sessionId],
    (client, signal) => client.sessions.changes({}, signal),
  );
  if (session.data) return <OpenSession session={session.data} error={session.error} onRetry={session.reload} />;
  if (session.error) {
    return (
      <EmptyState icon={<MessagesSquare />} title="This session can’t be opened" action={<Button onClick={session.reload}>Retry</Button>}>
        {session.error.message}
      </EmptyState>
    );
  }
  return <EmptyState title="Loading the session…" />;
}

type OpenSessionProps = {
  readonly session: SessionDetail;
  /** Why the session is not known as it is now. */
  readonly error: AppError | undefined;
  readonly onRetry: () => void;
};

function OpenSession({ session, error, onRetry }: OpenSessionProps) {
  const client = useClient();
  const viewed = sessionsStore(({ viewed: points }) => points[session.id]);
  const [isSideOpen, setSideOpen] = useState(() => localStorage.getItem(SIDE) !== 'closed');
  const [isFinding, setFinding] = useState(false);
  const { id, isBusy } = session;
  useEffect(() => {
    const looking = isBusy ? watchTurns(client, id) : recoverSent(client, id);
    looking.catch(() => {}); // whoever sent it is told how it ended
  }, [client, id, isBusy]);
  useEffect(() => renameTab({ kind: 'session', id }, session.title), [id, session.title]);
  const toggleSide = () => {
    localStorage.setItem(SIDE, isSideOpen ? 'closed' : 'open');
    setSideOpen(!isSideOpen);
  };
  const isGone = error?.code === 'NOT_FOUND';
  const isElsewhere = viewed !== undefined && viewed.messageId !== session.headId;
  return (
    <section className={styles.view} aria-label={`Session ${session.title}`}>
      <SessionHeader
        session={session}
        isSideOpen={isSideOpen}
        onToggleSide={toggleSide}
        isFinding={isFinding}
        onToggleFind={() => setFinding(!isFinding)}
      />
      {error && (
        <div className={styles.gone} role="alert">
          <p>{isGone ? 'This session was deleted. What you see is what it was.' : error.message}</p>
          {!isGone && <Button onClick={onRetry}>Retry</Button>}
        </div>
      )}
      <div className={styles.parts}>
        <div className={styles.split}>
          <div className={styles.conversation}>
            {isFinding && <FindBar session={session} onClose={() => setFinding(false)} />}
            <SessionTranscript session={session} viewed={viewed} />
            {isElsewhere && <EarlierPointBar session={session} viewed={viewed} />}
            <TurnWarnings sessionId={id} />
            <PermissionRequests sessionId={id} />
            {!isGone && <MessageBox session={session} />}
          </div>
          {isSideOpen && <SessionSide session={session} />}
        </div>
      </div>
    </section>
  );
}

/** Whether the panel beside the conversation is open. */
const SIDE = 'stepgraph.session.side';
