import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { Message } from '../../../shared/session/session';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { type TranscriptEntry, useStarted } from '../runs';
import { resultsAfter, TAIL } from './conversationWindow';
import { entriesOf } from './entriesOf';
import { callerDepth, type Found, foundEntries } from './foundEntries';
import { liveEntries, withLiveCalls } from './liveTurn';
import styles from './SessionTranscript.module.css';
import { jumpTo, sessionsStore, setTurn, type ViewedPoint } from './sessionsStore';
import { TranscriptRow } from './TranscriptRow';
import { ESTIMATED, entryGroups, liveRows, planRows, type TranscriptRowPlan } from './transcriptRows';
import { useConversation } from './useConversation';
import { useLiveTurn } from './useLiveTurn';

type SessionTranscriptProps = { readonly session: SessionDetail; readonly viewed: ViewedPoint | undefined };

/** The conversation, oldest first: loaded and drawn where one looks, followed by the turn under way. Begins at its end and stays there. */
export function SessionTranscript({ session, viewed }: SessionTranscriptProps) {
  const { id } = session;
  const leafId = viewed ? viewed.messageId : session.headId;
  const count = viewed ? viewed.depth : session.messageCount;
  const { window, error, want, reload } = useConversation(id, leafId, count);
  const going = useLiveTurn(id);
  const turn = viewed ? undefined : going;
  const live = useMemo(() => (turn ? liveEntries(turn, lastMessages(window)) : NONE), [turn, window]);
  const stored = useMemo(() => planRows(window), [window]);
  const underWay = useMemo(() => liveRows(live), [live]);
  const scroller = useRef<HTMLDivElement>(null);
  const jump = sessionsStore(({ jumps }) => jumps[id]);
  const virtualizer = useVirtualizer({
    count: stored.length + underWay.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => stored[index]?.height ?? ESTIMATED,
    getItemKey: (index) => stored[index]?.key ?? underWay[index - stored.length]?.[0]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: NEAR,
    overscan: 4,
    initialOffset: () => (jump?.depth ?? window.count) * ESTIMATED, // what is seen first is loaded first
    paddingStart: 12,
    paddingEnd: 12,
  });
  const rows = virtualizer.getVirtualItems();
  const depthAt = (index: number | undefined) => stored[Math.min(index ?? 0, stored.length - 1)]?.depth ?? 1;
  const [first, last] = [depthAt(rows[0]?.index), depthAt(rows.at(-1)?.index)];
  const isDrawn = rows.length > 0;
  useEffect(() => {
    if (isDrawn) want(first, last + MOST_RESULTS);
  }, [want, isDrawn, first, last, window]);
  const found = useRef<Found>(undefined);
  // Messages that are loaded may take more rows than there were: whoever was at the end is there again.
  const isAtEnd = useRef(false);
  useLayoutEffect(() => {
    if (isAtEnd.current && stored.length > 0) virtualizer.scrollToEnd();
  }, [virtualizer, stored]);
  useEffect(() => {
    isAtEnd.current = virtualizer.isAtEnd(NEAR);
  });
  // Whoever goes to another point leaves what was found at the one before.
  const shownPoint = useRef(viewed);
  useEffect(() => {
    if (shownPoint.current !== viewed && jump === undefined) found.current = undefined;
    shownPoint.current = viewed;
  }, [viewed, jump]);
  // A conversation that is opened shows its end, or the message one came for.
  const hasRows = window.count > 0;
  useEffect(() => {
    if (hasRows && found.current === undefined) virtualizer.scrollToEnd();
  }, [virtualizer, hasRows, viewed]);
  useEffect(() => {
    if (!hasRows || jump === undefined) return;
    const place = foundEntries(window, jump);
    if (!place) return want(callerDepth(window, jump.depth), jump.depth + MOST_RESULTS);
    found.current = place;
    isAtEnd.current = false;
    virtualizer.scrollToIndex(
      stored.findIndex((row) => row.depth === place.depth && row.part === place.part),
      { align: 'center' },
    );
    jumpTo(id, null);
  }, [virtualizer, hasRows, id, jump, window, stored, want]);
  const isShown = turn?.isOver && turn.endedAt !== undefined && turn.endedAt === window.leafId;
  useEffect(() => {
    if (isShown) setTurn(id, null);
  }, [id, isShown]);

  const shown = rows.map(({ index }) => entriesAt(index));
  const started = useStarted(id, shown.flat());

  function isOutOfSight(index: number): boolean {
    const { range, isScrolling } = virtualizer;
    return isScrolling || !range || index < range.startIndex || index > range.endIndex;
  }

  function entriesAt(index: number): readonly TranscriptEntry[] {
    const row = stored[index];
    if (!row) return underWay[index - stored.length] ?? NONE;
    const message = window.messages.get(row.depth);
    return message ? withLiveCalls(entryGroups(entriesOf(message, resultsAfter(window, message.depth)))[row.part] ?? NONE, turn) : NONE;
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
        {rows.map(({ key, index, start }, place) => {
          const row = stored[index];
          const message = row && window.messages.get(row.depth);
          const entries = shown[place] ?? NONE;
          return (
            <TranscriptRow
              key={key}
              ref={virtualizer.measureElement}
              index={index}
              found={row?.depth === found.current?.depth ? found.current : undefined}
              start={start}
              message={message}
              canWait={row !== undefined && (row.depth <= window.count - LAST || (isPart(row) && isOutOfSight(index)))}
              isLoaded={!row || message !== undefined}
              isFirst={row ? row.part === 0 : isBeginning(entries)}
              isLast={row?.isLast ?? true}
              height={row?.height ?? ESTIMATED}
              entries={entries}
              started={started}
            />
          );
        })}
      </ol>
    </div>
  );
}

const NONE: readonly never[] = [];
/** Messages with results that are loaded for the calls of the last message in sight. */
const MOST_RESULTS = 20;
/** Messages at the end that are drawn at once: a conversation opens with them, and goes on there. */
const LAST = 12;
/** Pixels from the end that still count as being there. */
const NEAR = 48;

function isPart({ part, isLast }: TranscriptRowPlan): boolean {
  return part > 0 || !isLast;
}

function isBeginning([entry]: readonly TranscriptEntry[]): boolean {
  return entry?.kind !== 'text' || entry.part?.isFirst !== false;
}

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
