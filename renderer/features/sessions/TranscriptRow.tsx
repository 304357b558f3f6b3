import { Copy } from 'lucide-react';
import { memo, type Ref, useDeferredValue } from 'react';
import type { Message } from '../../../shared/session/session';
import { IconButton } from '../../ui/IconButton';
import { showToast } from '../../ui/toasts';
import { type Started, StartedList, type TranscriptEntry, TranscriptEntryView } from '../runs';
import type { Found } from './foundEntries';
import { messageText } from './messageText';
import styles from './SessionTranscript.module.css';

type TranscriptRowProps = {
  readonly ref: Ref<HTMLLIElement>;
  readonly index: number;
  /** What a search brought one here for, where that is in this row. */
  readonly found: Found | undefined;
  readonly start: number;
  /** Not there for what is not a message yet. */
  readonly message: Message | undefined;
  readonly isLoaded: boolean;
  /** A long message has several rows: whether there are others before and after this one. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Pixels it takes, about, until it is drawn. */
  readonly height: number;
  /** Is drawn when there is time for it: whoever rushes past sees a placeholder, and no frame waits for what nobody reads. */
  readonly canWait: boolean;
  readonly entries: readonly TranscriptEntry[];
  readonly started: ReadonlyMap<string, Started>;
};

/** A message, or a part of a long one. One that only carries results takes no room: they are shown with their calls. */
export const TranscriptRow = memo(function TranscriptRow({
  ref,
  index,
  found,
  start,
  message,
  isLoaded,
  isFirst,
  isLast,
  height,
  canWait,
  entries,
  started,
}: TranscriptRowProps) {
  const isTime = useDeferredValue(true, !canWait);
  const isShown = isLoaded && (isTime || entries.length === 0);
  const text = message ? messageText(message) : '';
  return (
    <li
      ref={ref}
      data-index={index}
      className={styles.row}
      style={{ transform: `translateY(${start}px)` }}
      aria-hidden={isLoaded && entries.length === 0 ? true : undefined}
      aria-busy={isShown ? undefined : true}
    >
      {!isShown && <div className={styles.placeholder} style={{ height: Math.max(SHORTEST, height - 24) }} />}
      {isShown && entries.length > 0 && (
        <div className={styles.message} data-found={found?.keys.size === 0 || undefined} data-goes-on={!isFirst || undefined}>
          {entries.map((entry) => (
            <div key={entry.key} data-found={found?.keys.has(entry.key) || undefined}>
              <TranscriptEntryView sessionId={message?.sessionId} entry={entry} isFound={found?.keys.has(entry.key)} />
              <StartedList started={started.get(entry.key)} />
            </div>
          ))}
          {isLast && message?.interrupted && <p className={styles.interrupted}>Stopped here.</p>}
          {isFirst && text !== '' && (
            <IconButton
              label={message?.role === 'user' ? 'Copy prompt' : 'Copy answer'}
              size="small"
              className={styles.copy}
              icon={<Copy aria-hidden="true" />}
              onClick={() => navigator.clipboard.writeText(text).then(() => showToast({ text: 'Copied.' }))}
            />
          )}
        </div>
      )}
    </li>
  );
});

/** Pixels of the shortest row. */
const SHORTEST = 56;
