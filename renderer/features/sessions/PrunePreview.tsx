import type { SessionSummary } from '../../../shared/ipc/contract/sessions';
import { Badge } from '../../ui/Badge';
import { countOf, formatWhen } from '../../ui/format';
import { VirtualList } from '../../ui/VirtualList';
import styles from './PruneDialog.module.css';
import { SessionStateMark } from './SessionStateMark';

type Preview = { readonly sessions: readonly SessionSummary[]; readonly damaged: readonly string[]; readonly total: number };

type PrunePreviewProps = {
  /** `undefined` while the host looks. */
  readonly preview: Preview | undefined;
};

/** What would go: the newest by name, those that are damaged by their ids, and how many there are. */
export function PrunePreview({ preview }: PrunePreviewProps) {
  if (!preview) return <p className={styles.note}>Looking what that would be…</p>;
  const { sessions, damaged, total } = preview;
  if (total === 0) return <p className={styles.note}>No session is like that: nothing would go.</p>;
  const now = Date.now();
  const messages = sessions.reduce((sum, { messageCount }) => sum + messageCount, 0);
  const rows: readonly Row[] = [...sessions.map((session) => ({ id: session.id, session })), ...damaged.map((id) => ({ id }))];
  return (
    <>
      <p className={styles.summary} role="status">
        <strong>{countOf(total, 'session')}</strong> would go
        {total === rows.length ? `, with ${countOf(messages, 'message')} in all.` : `; these are the ${rows.length} used last.`}
      </p>
      <div className={styles.list} style={{ height: Math.min(rows.length, 8) * ROW + 2 }}>
        <VirtualList
          label="Sessions that would go"
          items={rows}
          rowHeight={ROW}
          keyOf={({ id }) => id}
          renderRow={({ id, session }) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <div className={styles.row} data-row-focus tabIndex={0}>
              <span className={styles.state}>
                {session ? <SessionStateMark use={session} isBrief /> : <Badge tone="failed">Damaged</Badge>}
              </span>
              <bdi className={styles.name} title={session?.title ?? id}>
                {session?.title ?? id}
              </bdi>
              {session && <span className={styles.when}>{formatWhen(session.lastActiveAt, now)}</span>}
            </div>
          )}
        />
      </div>
      <p className={styles.note}>For an hour this can be undone.</p>
    </>
  );
}

/** Without the session where it cannot be read. */
type Row = { readonly id: string; readonly session?: SessionSummary };

const ROW = 28;
