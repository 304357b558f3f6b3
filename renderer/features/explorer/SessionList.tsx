import { MessagesSquare } from 'lucide-react';
import type { SessionSummary } from '../../../shared/ipc/contract/sessions';
import { EmptyState } from '../../ui/EmptyState';
import { countOf, formatCount, formatWhen } from '../../ui/format';
import { useNow } from '../../ui/useNow';
import { VirtualList } from '../../ui/VirtualList';
import { openTab, runsStore, totalTokens } from '../runs';
import styles from './Explorer.module.css';
import { ExplorerRow } from './ExplorerRow';

type SessionListProps = { readonly sessions: readonly SessionSummary[]; readonly isFiltered: boolean };

export function SessionList({ sessions, isFiltered }: SessionListProps) {
  const openId = runsStore(({ front }) => (front?.kind === 'session' ? front.id : null));
  const now = useNow(true, 30_000);
  if (sessions.length === 0) {
    return isFiltered ? (
      <p className={styles.note}>No session matches.</p>
    ) : (
      <EmptyState title="No sessions yet">Every step of a run leaves its conversation here.</EmptyState>
    );
  }
  return (
    <VirtualList
      label="Sessions"
      items={sessions}
      rowHeight={44}
      keyOf={({ id }) => id}
      selectedKey={openId}
      renderRow={(session) => (
        <ExplorerRow
          name={session.title}
          mark={<MessagesSquare size={14} aria-hidden="true" />}
          aside={formatWhen(session.lastActiveAt, now)}
          facts={factsOf(session)}
          isCurrent={session.id === openId}
          onOpen={() => openTab({ kind: 'session', id: session.id, title: session.title })}
        />
      )}
    />
  );
}

function factsOf(session: SessionSummary): string {
  const tokens = `${formatCount(totalTokens(session))} tokens`;
  return [session.state, countOf(session.messageCount, 'message'), session.rehearsal ? 'Rehearsal' : session.model, tokens]
    .filter(Boolean)
    .join(' · ');
}
