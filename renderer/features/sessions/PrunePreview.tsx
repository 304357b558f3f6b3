import type { SessionSummary } from '../../../shared/ipc/contract/sessions';
import { countOf, formatWhen } from '../../ui/format';
import { VirtualList } from '../../ui/VirtualList';
import styles from './PruneDialog.module.css';
import { SessionStateMark } from './SessionStateMark';

type PrunePreviewProps = {
  /** `undefined` while the host looks. */
  readonly preview: { readonly sessions: readonly SessionSummary[]; readonly total: number } | undefined;
};

/** What would go: the newest by name, and how many there are. */
export function PrunePreview({ preview }: PrunePreviewProps) {
  if (!preview) return <p className={styles.note}>Looking what that would be…</p>;
  const { sessions, total } = preview;
  if (total === 0) return <p className={styles.note}>No session is like that: nothing would go.</p>;
  const now = Date.now();
  const messages = sessions.reduce((sum, { messageCount }) => sum + messageCount, 0);
  return (
    <>
      <p className={styles.summary} role="status">
        <strong>{countOf(total, 'session')}</strong> would go
        {total === sessions.length ? `, with ${countOf(messages, 'message')} in all.` : `; these are the ${sessions.length} used last.`}
      </p>
      <div className={styles.list} style={{ height: Math.min(sessions.length, 8) * ROW + 2 }}>
        <VirtualList
          label="Sessions that would go"
          items={sessions}
          rowHeight={ROW}
          keyOf={({ id }) => id}
          renderRow={(session) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <div className={styles.row} data-row-focus tabIndex={0}>
              <span className={styles.state}>
                <SessionStateMark use={session} isBrief />
              </span>
              <bdi className={styles.name} title={session.title}>
                {session.title}
              </bdi>
              <span className={styles.when}>{formatWhen(session.lastActiveAt, now)}</span>
            </div>
          )}
        />
      </div>
      <p className={styles.note}>For an hour this can be undone.</p>
    </>
  );
}

const ROW = 28;
