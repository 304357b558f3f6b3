import { useState } from 'react';
import { plainText } from '../../../shared/lib/plainText';
import { Disclosure } from '../../ui/Disclosure';
import { Folded } from './Folded';
import { Markdown, MarkdownPiece } from './Markdown';
import { StartedList } from './StartedList';
import { ToolCallView } from './ToolCallView';
import styles from './Transcript.module.css';
import type { TextEntry, TranscriptEntry } from './transcript';
import { useStarted } from './useStarted';

type TranscriptProps = { readonly sessionId: string; readonly entries: readonly TranscriptEntry[] };

/** A session's conversation, oldest first, with what its calls started. Entries out of sight are not laid out, so that long ones stay quick. */
export function Transcript({ sessionId, entries }: TranscriptProps) {
  const started = useStarted(sessionId, entries);
  return (
    <ol className={styles.transcript} aria-label="Transcript">
      {entries.map((entry) => (
        <li key={entry.key} className={styles.entry}>
          <TranscriptEntryView sessionId={sessionId} entry={entry} />
          <StartedList started={started.get(entry.key)} />
        </li>
      ))}
    </ol>
  );
}

type TranscriptEntryViewProps = {
  readonly sessionId: string | undefined;
  readonly entry: TranscriptEntry;
  /** What a search brought one here for is unfolded. */
  readonly isFound?: boolean | undefined;
};

/** One part of a conversation: what was said or thought, or a call with its result, folded. */
export function TranscriptEntryView({ sessionId, entry, isFound = false }: TranscriptEntryViewProps) {
  const [isOpen, setOpen] = useState<boolean>();
  switch (entry.kind) {
    case 'text':
      return (
        <div className={styles.message} data-role={entry.role} data-live={entry.isLive || undefined}>
          {entry.part?.isFirst !== false && <p className={styles.role}>{entry.role === 'user' ? 'Prompt' : 'Answer'}</p>}
          <Said entry={entry} />
        </div>
      );
    case 'thinking':
      return (
        <Disclosure open={isOpen ?? isFound} onToggle={setOpen} summary={<span className={styles.note}>Thinking</span>}>
          <Folded text={entry.text} label="Thinking" />
        </Disclosure>
      );
    case 'tool':
      return <ToolCallView sessionId={sessionId} call={entry} isFound={isFound} />;
    case 'note':
      return <p className={styles.note}>{plainText(entry.text)}</p>;
  }
}

function Said({ entry: { role, text, part } }: { readonly entry: TextEntry }) {
  if (role === 'user') return <Folded text={text} label="Prompt" />;
  return part ? <MarkdownPiece text={text} {...part} /> : <Markdown text={text} />;
}
