import { Copy } from 'lucide-react';
import { memo, type Ref, useDeferredValue } from 'react';
import type { Message } from '../../../shared/session/session';
import { IconButton } from '../../ui/IconButton';
import { showToast } from '../../ui/toasts';
import { type Started, StartedList, type TranscriptEntry, TranscriptEntryView } from '../runs';
import { messageText } from './messageText';
import styles from './SessionTranscript.module.css';

type TranscriptRowProps = {
  readonly ref: Ref<HTMLLIElement>;
  readonly index: number;
  /** What a search brought one here for. */
  readonly isFound: boolean;
  readonly start: number;
  /** Not there for what is not a message yet. */
  readonly message: Message | undefined;
  readonly isLoaded: boolean;
  /** Is drawn when there is time for it: whoever rushes past sees a placeholder, and no frame waits for what nobody reads. */
  readonly canWait: boolean;
  readonly entries: readonly TranscriptEntry[];
  readonly started: ReadonlyMap<string, Started>;
};

/** One message. One that only carries results takes no room: they are shown with their calls. */
export const TranscriptRow = memo(function TranscriptRow({
  ref,
  index,
  isFound,
  start,
  message,
  isLoaded,
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
      {!isShown && <div className={styles.placeholder} />}
      {isShown && entries.length > 0 && (
        <div className={styles.message} data-found={isFound || undefined}>
          {entries.map((entry) => (
            <div key={entry.key}>
              <TranscriptEntryView sessionId={message?.sessionId} entry={entry} />
              <StartedList started={started.get(entry.key)} />
            </div>
          ))}
          {message?.interrupted && <p className={styles.interrupted}>Stopped here.</p>}
          {text !== '' && (
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
