import type { Message } from '../../../shared/session/session';
import { type TranscriptEntry, transcriptOf } from '../runs';

/** What a message adds to the transcript. The results of its calls are in the one that follows it. */
export function entriesOf(message: Message, next: Message | undefined): readonly TranscriptEntry[] {
  const known = cache.get(message);
  if (known && known.next === next) return known.entries;
  const results = next && { ...next, content: next.content.filter(({ type }) => type === 'tool_result') };
  const entries = transcriptOf(results ? [message, results] : [message]);
  cache.set(message, { next, entries });
  return entries;
}

/** Rows are drawn again at each step of scrolling; messages never change. */
const cache = new WeakMap<Message, { readonly next: Message | undefined; readonly entries: readonly TranscriptEntry[] }>();
