import { AppError } from '../../shared/lib/appError';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A server that wants us to wait longer than this is told of at once instead of holding a step in silence. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Wraps `fetch` so that a body that stays silent for `stallMs` fails with `TIMEOUT`. Bytes count, not events: the pings that keep a
 * long thought alive never reach whoever reads the events.
 */
export function guardStalls(fetch: Fetch, stallMs: number): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    // The SDK reads an event stream by iterating the body and nothing else: a stream of streams would cost more than the events.
    if (response.body && isEventStream(response)) {
      return Object.defineProperty(response, 'body', { value: guardedPieces(response.body, stallMs) });
    }
    const headers = new Headers(response.headers);
    if (asksForLongWait(headers)) headers.set('x-should-retry', 'false');
    const body = response.body && streamOf(guardedPieces(response.body, stallMs));
    return new Response(body, { status: response.status, statusText: response.statusText, headers });
  };
}

function isEventStream({ ok, headers }: Response): boolean {
  return ok && (headers.get('content-type')?.startsWith('text/event-stream') ?? false);
}

function asksForLongWait(headers: Headers): boolean {
  const seconds = Number.parseFloat(headers.get('retry-after') ?? '');
  return seconds * 1000 > LONGEST_RETRY_AFTER_MS;
}

/** What a body brings, piece by piece. The clock counts only while a read waits for the server, so a slow consumer is no stall. */
function guardedPieces(body: ReadableStream<Uint8Array>, stallMs: number): AsyncIterable<Uint8Array> {
  const reader = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  let fail: ((error: AppError) => void) | undefined;

  function giveUp(): void {
    if (!fail) return;
    fail(stallError(stallMs));
    reader.cancel().catch(() => undefined);
  }

  function next(): Promise<IteratorResult<Uint8Array>> {
    // One timer for all reads: making one for each costs more than the read.
    timer = timer?.refresh() ?? setTimeout(giveUp, stallMs);
    return new Promise((resolve, reject) => {
      fail = reject;
      reader.read().then(
        ({ done, value }) => {
          fail = undefined;
          if (done) clearTimeout(timer);
          resolve(done ? { done, value: undefined } : { done, value });
        },
        (error: unknown) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  }

  return {
    [Symbol.asyncIterator]: () => ({
      next,
      async return() {
        clearTimeout(timer);
        await reader.cancel();
        return { done: true, value: undefined };
      },
    }),
  };
}

/** For the bodies of errors, which the platform reads. */
function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function stallError(stallMs: number): AppError {
  return new AppError('TIMEOUT', `The model server sent nothing for ${Math.round(stallMs / 100) / 10} s. Try again, or check the server.`);
}
