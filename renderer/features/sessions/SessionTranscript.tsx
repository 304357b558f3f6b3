import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { Message } from '../../../shared/session/session';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { type TranscriptEntry, useStarted } from '../runs';
import { resultsAfter, TAIL } from './conversationWindow';
import { entriesOf } from './entriesOf';
import { liveEntries, withLiveCalls } from './liveTurn';
import styles from './SessionTranscript.module.css';
import { jumpTo, sessionsStore, setTurn, type ViewedPoint } from './sessionsStore';
import { TranscriptRow } from './TranscriptRow';
import { useConversation } from './useConversation';

type SessionTranscriptProps = { readonly session: SessionDetail; readonly viewed: ViewedPoint | undefined };

/** The conversation, oldest first: loaded and drawn where one looks, followed by the turn under way. Begins at its end and stays there. */
export function SessionTranscript({ session, viewed }: SessionTranscriptProps) {
  const { id } = session;
  const leafId = viewed ? viewed.messageId : session.headId;
  const count = viewed ? viewed.depth : session.messageCount;
  const { window, error, want, reload } = useConversation(id, leafId, count);
  const turn = sessionsStore(({ turns }) => (viewed ? undefined : turns[id]));
  const live = useMemo(() => (turn ? liveEntries(turn, lastMessages(window)) : NONE), [turn, window]);
  const scroller = useRef<HTMLDivElement>(null);
  const jump = sessionsStore(({ jumps }) => jumps[id]);
  const virtualizer = useVirtualizer({
    count: window.count + live.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED,
    getItemKey: (index) => (index < window.count ? index : (live[index - window.count]?.key ?? index)),
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: NEAR,
    overscan: 4,
    initialOffset: () => (jump ?? window.count) * ESTIMATED, // what is seen first is loaded first
    paddingStart: 12,
    paddingEnd: 12,
  });
  const rows = virtualizer.getVirtualItems();
  const [first, last] = [rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0];
  const isDrawn = rows.length > 0;
  useEffect(() => {
    if (isDrawn) want(first + 1, last + 1 + MOST_RESULTS);
  }, [want, isDrawn, first, last, window]);
  const found = useRef<number>(undefined);
  // A conversation that is opened shows its end, or the message one came for.
  const hasRows = window.count > 0;
  useEffect(() => {
    if (hasRows && found.current === undefined) virtualizer.scrollToEnd();
  }, [virtualizer, hasRows, viewed]);
  useEffect(() => {
    if (!hasRows || jump === undefined) return;
    found.current = jump;
    virtualizer.scrollToIndex(jump - 1, { align: 'center' });
    jumpTo(id, null);
  }, [virtualizer, hasRows, id, jump]);
  const isShown = turn?.isOver && turn.endedAt !== undefined && turn.endedAt === window.leafId;
  useEffect(() => {
    if (isShown) setTurn(id, null);
  }, [id, isShown]);

  const shown = rows.map(({ index }) => entriesAt(index));
  const started = useStarted(id, shown.flat());

  function entriesAt(index: number): readonly TranscriptEntry[] {
    const message = window.messages.get(index + 1);
    if (message) return withLiveCalls(entriesOf(message, resultsAfter(window, message.depth)), turn);
    const entry = live[index - window.count];
    return entry ? [entry] : NONE;
  }

  if (error) {
    return (
      <EmptyState title="The conversation can’t be loaded" action={<Button onClick={reload}>Retry</Button>}>
        {error.message}
      </EmptyState>
    );
  }
  if (window.count === 0 && live.length === 0) {
    return (
      <div className={styles.scroller}>
        <EmptyState title="No messages">{viewed ? 'This is the beginning of the session.' : 'Write the first message below.'}</EmptyState>
      </div>
    );
  }
  return (
    <div ref={scroller} className={styles.scroller}>
      <ol className={styles.transcript} aria-label="Transcript" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row, place) => (
          <TranscriptRow
            key={row.key}
            ref={virtualizer.measureElement}
            index={row.index}
            isFound={row.index + 1 === found.current}
            start={row.start}
            message={window.messages.get(row.index + 1)}
            canWait={row.index < window.count - LAST}
            isLoaded={row.index >= window.count || window.messages.has(row.index + 1)}
            entries={shown[place] ?? NONE}
            started={started}
          />
        ))}
      </ol>
    </div>
  );
}

const NONE: readonly never[] = [];
/** Pixels of a message before it is measured. */
const ESTIMATED = 80;
/** Messages with results that are loaded for the calls of the last message in sight. */
const MOST_RESULTS = 20;
/** Messages at the end that are drawn at once: a conversation opens with them, and goes on there. */
const LAST = 12;
/** Pixels from the end that still count as being there. */
const NEAR = 48;

function lastMessages({
  count,
  messages,
}: {
  readonly count: number;
  readonly messages: ReadonlyMap<number, Message>;
}): readonly Message[] {
  const depths = Array.from({ length: Math.min(TAIL, count) }, (_, index) => count - index).reverse();
  return depths.flatMap((depth) => messages.get(depth) ?? []);
}
