import type { Message } from '../../../shared/session/session';
import { guessHeight, markdownParts, type TranscriptEntry } from '../runs';
import { type ConversationWindow, resultsAfter } from './conversationWindow';
import { entriesOf } from './entriesOf';

/** What is drawn together: a message, or a part of a long one. */
export type TranscriptRowPlan = {
  readonly key: string | number;
  /** Of the message. */
  readonly depth: number;
  /** Which of the message's rows it is. */
  readonly part: number;
  readonly isLast: boolean;
  /** Pixels before it is measured. */
  readonly height: number;
};

/** Pixels of a message before it is measured. */
export const ESTIMATED = 80;

/**
 * The rows of a conversation. A long answer has several, so that what is drawn and measured at once stays small however long it is. A message that is
 * not loaded has one row; once loaded, its last row takes that place, since it is what one comes to who scrolls back.
 */
export function planRows(window: ConversationWindow): readonly TranscriptRowPlan[] {
  const rows: TranscriptRowPlan[] = [];
  for (let depth = 1; depth <= window.count; depth += 1) {
    const message = window.messages.get(depth);
    const groups = message && isLong(message) ? entryGroups(entriesOf(message, resultsAfter(window, depth))) : ONE;
    groups.forEach((group, part) => {
      const isLast = part === groups.length - 1;
      const height = groups === ONE ? ESTIMATED : heightOf(group);
      rows.push({ key: isLast ? depth - 1 : `${depth - 1}.${part}`, depth, part, isLast, height });
    });
  }
  return rows;
}

/** Rows of the turn under way, each with what it shows. */
export function liveRows(entries: readonly TranscriptEntry[]): readonly (readonly TranscriptEntry[])[] {
  return entries.flatMap((entry) => entryGroups([entry]));
}

/** A message's entries by row: each part of a long answer is one, and what comes before and after them. */
export function entryGroups(entries: readonly TranscriptEntry[]): readonly (readonly TranscriptEntry[])[] {
  const known = groupsKnown.get(entries);
  if (known) return known;
  const groups: TranscriptEntry[][] = [];
  let open: TranscriptEntry[] | undefined;
  for (const entry of entries) {
    const parts = partsOf(entry);
    if (parts.length > 1) {
      groups.push(...parts.map((part) => [part]));
      open = undefined;
    } else {
      if (!open) {
        open = [];
        groups.push(open);
      }
      open.push(entry);
    }
  }
  groupsKnown.set(entries, groups);
  return groups;
}

const groupsKnown = new WeakMap<readonly TranscriptEntry[], readonly (readonly TranscriptEntry[])[]>();

function partsOf(entry: TranscriptEntry): readonly TranscriptEntry[] {
  if (entry.kind !== 'text' || entry.role === 'user' || entry.text.length <= LONG) return [entry];
  const parts = markdownParts(entry.text);
  return parts.map(({ text, isWithin }, index) => ({
    ...entry,
    key: index === 0 ? entry.key : `${entry.key}.${index}`,
    text,
    isLive: entry.isLive === true && index === parts.length - 1,
    part: { isFirst: index === 0, isWithin },
  }));
}

function isLong({ role, content }: Message): boolean {
  return role === 'assistant' && content.some(({ text }) => typeof text === 'string' && text.length > LONG);
}

function heightOf(group: readonly TranscriptEntry[]): number {
  return group.reduce((height, entry) => height + (entry.kind === 'text' ? guessHeight(entry.text) : ESTIMATED), 0);
}

/** Characters of a text that has several rows. */
const LONG = 4_000;
const ONE: readonly (readonly TranscriptEntry[])[] = [[]];
