import type { Message } from '../../../shared/session/session';

/** The part of a long conversation that this window has loaded: messages by depth, of the conversation that ends at `leafId`. */
export type ConversationWindow = {
  readonly leafId: string | null;
  /** Depth of the leaf. */
  readonly count: number;
  readonly messages: ReadonlyMap<number, Message>;
};

/** Messages asked for at once. */
export const PAGE = 100;

export function emptyWindow(leafId: string | null, count: number): ConversationWindow {
  return { leafId, count, messages: new Map() };
}

/** Messages kept on either side of what is looked at. */
const KEPT = 400;
/** Messages at the end that are kept wherever one looks: the turn under way goes on from them. */
export const TAIL = 200;

/** Without what is far from the depths `first` to `last`, so that memory does not grow with the way scrolled. */
export function forgetFar(window: ConversationWindow, first: number, last: number): ConversationWindow {
  const isKept = (depth: number) => (depth >= first - KEPT && depth <= last + KEPT) || depth > window.count - TAIL;
  const kept = [...window.messages].filter(([depth]) => isKept(depth));
  return kept.length === window.messages.size ? window : { ...window, messages: new Map(kept) };
}

export function withMessages(window: ConversationWindow, loaded: readonly Message[]): ConversationWindow {
  const messages = new Map(window.messages);
  for (const message of loaded) messages.set(message.depth, message);
  return { ...window, messages };
}

/** The messages right after one that carry results: those of its calls. Each result may be a message of its own. */
export function resultsAfter({ messages }: ConversationWindow, depth: number): readonly Message[] {
  const results: Message[] = [];
  for (let next = messages.get(depth + 1); next?.content.some(isResult); next = messages.get(next.depth + 1)) results.push(next);
  return results;
}

const isResult = ({ type }: Message['content'][number]) => type === 'tool_result';

/** First depths of the pages that hold something from `first` to `last` (depths) that is not loaded. */
export function missingPages(window: ConversationWindow, first: number, last: number): readonly number[] {
  const pages = new Set<number>();
  for (let depth = Math.max(1, first); depth <= Math.min(last, window.count); depth += 1) {
    if (!window.messages.has(depth)) pages.add(Math.floor((depth - 1) / PAGE) * PAGE + 1);
  }
  return [...pages];
}

/** Where to begin to read when the leaf has moved: the deepest message that both conversations could share. */
export function seam(window: ConversationWindow, count: number): number {
  return Math.min(window.count, count);
}

/**
 * The window after its leaf moved, from the messages read from the `seam` on. In a tree, a message that is the same has the same past: then all
 * before it stays; otherwise nothing is known of the new conversation but what was read.
 */
export function moveLeaf(window: ConversationWindow, leafId: string | null, count: number, read: readonly Message[]): ConversationWindow {
  const [first] = read;
  const isSame = first !== undefined && window.messages.get(first.depth)?.id === first.id;
  if (!isSame) return withMessages(emptyWindow(leafId, count), read);
  const kept = [...window.messages].filter(([depth]) => depth < first.depth);
  return withMessages({ leafId, count, messages: new Map(kept) }, read);
}
