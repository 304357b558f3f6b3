import { MessagesSquare } from 'lucide-react';
import { useMemo } from 'react';
import type { Session, SessionStateName } from '../../../shared/session/session';
import { useHostQuery } from '../../host/useHostQuery';
import { Badge } from '../../ui/Badge';
import { EmptyState } from '../../ui/EmptyState';
import { countOf, formatCost, formatCount, formatWhen } from '../../ui/format';
import { useNow } from '../../ui/useNow';
import { Transcript, totalTokens, transcriptOf } from '../runs';
import styles from './SessionView.module.css';

/** A session's whole conversation, to read. */
export function SessionView({ sessionId }: { readonly sessionId: string }) {
  const session = useHostQuery((client, signal) => client.sessions.get({ id: sessionId }, signal), [sessionId]);
  const conversation = useHostQuery((client, signal) => client.sessions.conversation({ id: sessionId }, signal), [sessionId]);
  const entries = useMemo(() => transcriptOf(conversation.data ?? []), [conversation.data]);
  const error = session.error ?? conversation.error;
  if (error) {
    return (
      <EmptyState icon={<MessagesSquare />} title="This session can’t be opened">
        {error.message}
      </EmptyState>
    );
  }
  if (!session.data) return <EmptyState title="Loading the session…" />;
  return (
    <section className={styles.view} aria-label={`Session ${session.data.title}`}>
      <SessionHeader session={session.data} />
      <div className={styles.scroller}>
        <div className={styles.column}>
          {conversation.data && entries.length === 0 ? (
            <EmptyState title="No messages">This session has not had a turn yet.</EmptyState>
          ) : (
            <Transcript sessionId={sessionId} entries={entries} />
          )}
        </div>
      </div>
    </section>
  );
}

function SessionHeader({ session }: { readonly session: Session & { readonly state: SessionStateName } }) {
  const now = useNow(true, 60_000);
  const { settings, metadata } = session;
  return (
    <header className={styles.header}>
      <h2 className={styles.title} title={session.title}>
        {session.title}
      </h2>
      <Badge>{session.state}</Badge>
      {settings.provider === 'rehearsal' && <Badge tone="accent">Rehearsal</Badge>}
      <span className={styles.facts}>
        {metadata.workflowName && <span>{metadata.workflowName}</span>}
        {settings.model && <span>{settings.model}</span>}
        <span>{countOf(session.messageCount, 'message')}</span>
        <span>{formatCount(totalTokens(session))} tokens</span>
        <span>{formatCost(session.costUsd)}</span>
        <span>{formatWhen(session.lastActiveAt, now)}</span>
      </span>
    </header>
  );
}
