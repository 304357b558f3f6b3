import type { Message } from '../../../shared/session/session';
import { type TranscriptEntry, transcriptOf } from '../runs';

/** What a message adds to the transcript. `results` are the messages with the results of its calls. */
export function entriesOf(message: Message, results: readonly Message[]): readonly TranscriptEntry[] {
  const known = cache.get(message);
  const last = results.at(-1);
  if (known && known.last === last) return known.entries;
  const onlyResults = results.map((result) => ({ ...result, content: result.content.filter(({ type }) => type === 'tool_result') }));
  const entries = transcriptOf([message, ...onlyResults]);
  cache.set(message, { last, entries });
  return entries;
}

/** Rows are drawn again at each step of scrolling; messages never change, and results only come one after the other. */
const cache = new WeakMap<Message, { readonly last: Message | undefined; readonly entries: readonly TranscriptEntry[] }>();
