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
    const headers = new Headers(response.headers);
    if (asksForLongWait(headers)) headers.set('x-should-retry', 'false');
    const body = response.body && guardedBody(response.body, stallMs);
    return new Response(body, { status: response.status, statusText: response.statusText, headers });
  };
}

function asksForLongWait(headers: Headers): boolean {
  const seconds = Number.parseFloat(headers.get('retry-after') ?? '');
  return seconds * 1000 > LONGEST_RETRY_AFTER_MS;
}

function guardedBody(body: ReadableStream<Uint8Array>, stallMs: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      // The clock runs only while a read waits for the server, so a slow consumer is no stall.
      async pull(controller) {
        const timer = setTimeout(() => {
          controller.error(stallError(stallMs));
          reader.cancel().catch(() => undefined);
        }, stallMs);
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } finally {
          clearTimeout(timer);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function stallError(stallMs: number): AppError {
  return new AppError('TIMEOUT', `The model server sent nothing for ${Math.round(stallMs / 100) / 10} s. Try again, or check the server.`);
}
