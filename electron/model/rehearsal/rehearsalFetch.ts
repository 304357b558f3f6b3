import type { Fetch } from '../modelFetch';
import { eventText, type StreamEvent, streamEvents } from './messageStream';
import { parseMessagesRequest } from './messagesRequest';
import { rehearse } from './rehearse';

/** The model a rehearsal names as its own, so that nothing it says passes for a model's and nothing is charged. */
export const REHEARSAL_MODEL = 'rehearsal';

/** A piece of streamed text is about this long. */
const PIECE_LENGTH = 24;

/**
 * The Messages API in process: a `fetch` that answers as the server would, with a rehearsal. The SDK, the stream and everything
 * behind it are those of a real run.
 */
export function createRehearsalFetch(options: { readonly paceMs: number }): Fetch {
  return async (_input, init) => {
    const body = typeof init?.body === 'string' ? init.body : '';
    const request = parseMessagesRequest(JSON.parse(body));
    const reply = rehearse(request);
    const message = {
      ...reply,
      id: `msg_rehearsal_${request.messages.length}`,
      model: REHEARSAL_MODEL,
      usage: { inputTokens: tokens(body), outputTokens: tokens(JSON.stringify(reply.content)), cacheReadTokens: 0, cacheWriteTokens: 0 },
    };
    const events = streamEvents(message, pieces);
    return new Response(paced(events, options.paceMs, init?.signal ?? undefined), { headers: { 'content-type': 'text/event-stream' } });
  };
}

/** The usual estimate: four characters are a token. */
function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Whole words, about `PIECE_LENGTH` characters at a time. */
function pieces(text: string): string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${PIECE_LENGTH}}\\S*\\s*`, 'g')) ?? [];
}

/** Sends the events one by one, with a pause after each piece of text. */
function paced(events: readonly StreamEvent[], paceMs: number, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const left = events.values();
  return new ReadableStream({
    async pull(controller) {
      signal?.throwIfAborted();
      const { done, value } = left.next();
      if (done) return controller.close();
      controller.enqueue(encoder.encode(eventText(value)));
      if (paceMs > 0 && value.type === 'content_block_delta') await pause(paceMs, signal);
    },
  });
}

/** Ends early, and well, when the signal aborts: the next read tells. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}
