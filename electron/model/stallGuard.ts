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
  let isWaiting = false;
  let timer: NodeJS.Timeout | undefined;

  /** The clock counts only while a read waits for the server, so a slow consumer is no stall. */
  function giveUp(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (!isWaiting) return;
    controller.error(stallError(stallMs));
    reader.cancel().catch(() => undefined);
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        isWaiting = true;
        // One timer for all reads: making one for each costs more than the read.
        timer = timer?.refresh() ?? setTimeout(giveUp, stallMs, controller);
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          clearTimeout(timer);
          controller.close();
        } catch (error) {
          clearTimeout(timer);
          throw error;
        } finally {
          isWaiting = false;
        }
      },
      cancel(reason) {
        clearTimeout(timer);
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function stallError(stallMs: number): AppError {
  return new AppError('TIMEOUT', `The model server sent nothing for ${Math.round(stallMs / 100) / 10} s. Try again, or check the server.`);
}
