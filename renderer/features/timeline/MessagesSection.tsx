import type { RestorePreview, TreeMessage } from '../../../shared/session/timeline';
import { countOf } from '../../ui/format';
import styles from './Dialogs.module.css';

/** What the conversation loses and gains. */
export function MessagesSection({ preview }: { readonly preview: RestorePreview }) {
  const { leaves, leftCount, regains, regainedCount } = preview;
  return (
    <section>
      <h3 className={styles.heading}>Messages</h3>
      {leftCount === 0 && regainedCount === 0 && <p>The conversation stays as it is: the session stands at this point.</p>}
      {leftCount > 0 && (
        <>
          <p>
            The conversation goes back by <strong>{countOf(leftCount, 'message')}</strong>. They stay in the timeline as a branch.
          </p>
          <MessageLines messages={leaves} count={leftCount} sign="−" />
        </>
      )}
      {regainedCount > 0 && (
        <>
          <p>
            It takes up <strong>{countOf(regainedCount, 'message')}</strong> again.
          </p>
          <MessageLines messages={regains} count={regainedCount} sign="+" />
        </>
      )}
    </section>
  );
}

type MessageLinesProps = { readonly messages: readonly TreeMessage[]; readonly count: number; readonly sign: '−' | '+' };

function MessageLines({ messages, count, sign }: MessageLinesProps) {
  return (
    <ul className={styles.lines} data-sign={sign}>
      {count > messages.length && <li className={styles.note}>… {countOf(count - messages.length, 'earlier message')}</li>}
      {messages.map(({ id, kind, line }) => (
        <li key={id} className={styles.line}>
          <span aria-hidden="true">{sign}</span>
          <span className={styles.who}>{WHO[kind]}</span>
          <span className={styles.what}>{line || '(no text)'}</span>
        </li>
      ))}
    </ul>
  );
}

const WHO: Readonly<Record<TreeMessage['kind'], string>> = { prompt: 'Prompt', result: 'Result', reply: 'Answer' };
