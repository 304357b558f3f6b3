import { Hand, LoaderCircle, OctagonAlert, SquareCheck, Unplug } from 'lucide-react';
import { useState } from 'react';
import { plainText } from '../../../shared/lib/plainText';
import { visibleText } from '../../../shared/lib/visibleText';
import { decisionLines } from '../../../shared/session/decision';
import { Disclosure } from '../../ui/Disclosure';
import { formatDuration } from '../../ui/format';
import { Folded } from './Folded';
import { ToolOutput } from './ToolOutput';
import styles from './Transcript.module.css';
import type { ToolEntry } from './transcript';

const STATUS = {
  running: { icon: LoaderCircle, text: 'running' },
  waiting: { icon: Hand, text: 'waiting for an answer' },
  done: { icon: SquareCheck, text: 'done' },
  error: { icon: OctagonAlert, text: 'error' },
  unanswered: { icon: Unplug, text: 'no result stored' },
} as const;

type ToolCallViewProps = {
  /** Where the call was made; nothing for one whose session is not known. */
  readonly sessionId: string | undefined;
  readonly call: ToolEntry;
  /** Whether a search brought one here. */
  readonly isFound: boolean;
};

/** A tool call in one line, with its whole input and output on demand; errors are open from the start, and so is what was searched for. */
export function ToolCallView({ sessionId, call, isFound }: ToolCallViewProps) {
  const [isOpen, setOpen] = useState<boolean>();
  const { icon: Icon, text } = STATUS[call.status];
  return (
    <Disclosure
      open={isOpen ?? (isFound || call.status === 'error')}
      onToggle={setOpen}
      summary={
        <span className={styles.call} data-tool-status={call.status}>
          <Icon size={14} aria-hidden="true" />
          <span className={styles.callName}>{plainText(call.name)}</span>
          <span className={styles.callInput}>{plainText(summaryOf(call))}</span>
          <span className="visually-hidden">{text}</span>
          {call.durationMs !== undefined && <span className={styles.callTime}>{formatDuration(call.durationMs)}</span>}
        </span>
      }
    >
      <div className={styles.callBody}>
        <p className={styles.callLabel}>Input</p>
        <Folded label={`Input of ${call.name}`} text={inputText(call)} />
        {call.decision &&
          decisionLines(call.decision).map((line) => (
            <p key={line} className={styles.callLabel}>
              {visibleText(line)}
            </p>
          ))}
        {call.output !== undefined && (
          <>
            <p className={styles.callLabel}>{call.status === 'error' ? 'Error' : 'Output'}</p>
            <ToolOutput sessionId={sessionId} call={call} output={call.output} />
          </>
        )}
      </div>
    </Disclosure>
  );
}

/** The input's own words, without its punctuation: what a person needs to tell two calls apart. */
function summaryOf({ input }: ToolEntry): string {
  if (typeof input !== 'object' || input === null) return String(input ?? '');
  return Object.values(input)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' · ')
    .slice(0, 240);
}

function inputText({ input }: ToolEntry): string {
  return typeof input === 'string' ? input : JSON.stringify(input, null, 2);
}
