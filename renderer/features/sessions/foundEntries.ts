import { searchWords } from '../../../shared/session/searchWords';
import type { Message } from '../../../shared/session/session';
import type { TranscriptEntry } from '../runs';
import { type ConversationWindow, resultsAfter } from './conversationWindow';
import { entriesOf } from './entriesOf';
import type { Jump } from './sessionsStore';
import { entryGroups } from './transcriptRows';

/** Where it is shown: the message, those of its entries (by key) that hold the words, none when that is not known, and the row of the first. */
export type Found = { readonly depth: number; readonly keys: ReadonlySet<string>; readonly part: number };

/** The words in a result are shown with its call. `undefined` while it is not loaded. */
export function foundEntries(window: ConversationWindow, { depth, search }: Jump): Found | undefined {
  const message = window.messages.get(depth);
  const caller = window.messages.get(callerDepth(window, depth));
  if (!message || !caller) return undefined;
  const results = caller === message ? undefined : new Set(message.content.map(({ tool_use_id }) => tool_use_id));
  const groups = entryGroups(entriesOf(caller, resultsAfter(window, caller.depth)));
  const candidates = groups.flat().filter(({ key }) => !results || results.has(key));
  const words = searchWords(search.toLowerCase());
  const counts = candidates.map((entry) => wordsIn(entry, words, results !== undefined));
  const most = Math.max(0, ...counts);
  const held = candidates.filter((_, index) => most > 0 && counts[index] === most);
  const part = groups.findIndex((group) => group.some((entry) => entry === held[0]));
  return { depth: caller.depth, keys: new Set(held.map(({ key }) => key)), part: Math.max(0, part) };
}

/** The depth of the message whose calls are answered at a depth; that depth itself where none are. Stops where a message is not loaded. */
export function callerDepth({ messages }: ConversationWindow, depth: number): number {
  let at = depth;
  while (at > 1 && isAnswer(messages.get(at))) at -= 1;
  return at;
}

function isAnswer(message: Message | undefined): boolean {
  return message?.content.some(({ type }) => type === 'tool_result') === true;
}

function wordsIn(entry: TranscriptEntry, words: readonly string[], isResult: boolean): number {
  const text = textOf(entry, isResult).toLowerCase();
  return words.filter((word) => text.includes(word)).length;
}

function textOf(entry: TranscriptEntry, isResult: boolean): string {
  if (entry.kind !== 'tool') return entry.text;
  return isResult ? (entry.output ?? '') : JSON.stringify([entry.name, entry.input]);
}
