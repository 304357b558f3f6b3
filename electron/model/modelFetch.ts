import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib'; // whole, since Node 20 has no zstd: see refuseOldNode
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { AppError } from '../../shared/lib/appError';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

type HeaderFields = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/** A server that wants us to wait longer than this is told of at once instead of holding a step in silence. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Of what came and nobody read yet; more than this stays with the server. */
const LARGEST_BACKLOG_BYTES = 1024 * 1024;

/** Of what a server says of an error; the rest is not waited for. */
const LARGEST_ERROR_BYTES = 1024 * 1024;

/**
 * A `fetch` for the SDK over the HTTP client that the platform's own is built on, without the web streams between them: these cost half of a
 * request. A body that stays silent for `stallMs` fails with `TIMEOUT`. (Bytes count, not events: the pings that keep a long thought alive never
 * reach whoever reads the events.) Redirects are answers like others, so that a key goes to no other server.
 */
export function createModelFetch(stallMs: number): Fetch {
  const client = process.env.NODE_USE_ENV_PROXY === '1' ? new EnvHttpProxyAgent() : new Agent();
  return async (input, init = {}) => {
    const { origin, pathname, search } = new URL(input instanceof Request ? input.url : input);
    const { method = 'GET', body, signal } = init;
    if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('Only text can be sent.');
    const exchange = new Exchange(signal ?? undefined, stallMs);
    const given = init.headers instanceof Headers ? init.headers : new Headers(init.headers);
    const headers = { ...Object.fromEntries(given), 'accept-encoding': 'identity' };
    const options = { origin, path: pathname + search, method: method.toUpperCase(), headers, body: body ?? null };
    if (!signal?.aborted) client.dispatch({ ...options, headersTimeout: 0, bodyTimeout: stallMs }, exchange);
    return exchange.response;
  };
}

/** One request: what the client tells of it, and the answer as whoever asked reads it. */
class Exchange implements Dispatcher.DispatchHandler, AsyncIterator<Uint8Array> {
  readonly response: Promise<Response>;
  readonly #answer = Promise.withResolvers<Response>();
  readonly #pieces: Uint8Array[] = [];
  #backlog = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #end: { readonly error?: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(
    readonly signal: AbortSignal | undefined,
    readonly stallMs: number,
  ) {
    this.response = this.#answer.promise;
    if (signal?.aborted) this.#stop();
    else signal?.addEventListener('abort', this.#stop);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.signal?.aborted) controller.abort(this.signal.reason);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HeaderFields): void {
    if (status >= 200) this.#answer.resolve(this.#responseOf(status, joined(headers)));
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#backlog += piece.length;
    if (this.#backlog > LARGEST_BACKLOG_BYTES) controller.pause();
    this.#wake?.();
  }

  onResponseEnd(): void {
    this.#finish({});
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const isStall = 'code' in error && error.code === 'UND_ERR_BODY_TIMEOUT';
    this.#finish({ error: isStall ? stallError(this.stallMs) : new TypeError('The exchange with the server failed.', { cause: error }) });
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) {
        this.#backlog -= piece.length;
        if (this.#controller?.paused && this.#pieces.length === 0) this.#controller.resume();
        return { done: false, value: piece };
      }
      if (this.#end && 'error' in this.#end) throw this.#end.error;
      if (this.#end) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Whoever leaves early ends the request. */
  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (!this.#end) this.#controller?.abort(new Error('Nobody reads the rest of this answer.'));
    return { done: true, value: undefined };
  }

  #responseOf(status: number, headers: Record<string, string>): Response {
    const pieces = decoded({ [Symbol.asyncIterator]: () => this }, headers['content-encoding'] ?? '');
    if (status < 300) {
      const response = new Response(null, { status, headers });
      // The SDK reads an answer by iterating its body and nothing else.
      return isWithoutBody(status) ? response : Object.defineProperty(response, 'body', { value: pieces });
    }
    if (asksForLongWait(headers)) headers['x-should-retry'] = 'false';
    // Sound: the platform takes what can be iterated; only the types of the DOM do not know of it.
    return new Response(isWithoutBody(status) ? null : (upTo(LARGEST_ERROR_BYTES, pieces) as unknown as BodyInit), { status, headers });
  }

  readonly #stop = (): void => {
    this.#finish({ error: this.signal?.reason });
    this.#controller?.abort(this.signal?.reason);
  };

  #finish(end: { readonly error?: unknown }): void {
    this.signal?.removeEventListener('abort', this.#stop);
    this.#end ??= end;
    if ('error' in end) this.#answer.reject(end.error); // without effect once the answer has begun
    this.#wake?.();
  }
}

function isWithoutBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function joined(headers: HeaderFields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

function asksForLongWait(headers: Record<string, string>): boolean {
  const seconds = Number.parseFloat(headers['retry-after'] ?? '');
  return seconds * 1000 > LONGEST_RETRY_AFTER_MS;
}

/** Nothing encoded is asked for, but some servers send it all the same. */
function decoded(pieces: AsyncIterable<Uint8Array>, encodings: string): AsyncIterable<Uint8Array> {
  const names = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return names.reduceRight((encoded, name) => (PLAIN.has(name) ? encoded : decodedOnce(encoded, name)), pieces);
}

const PLAIN: ReadonlySet<string> = new Set(['', 'identity']);

async function* decodedOnce(encoded: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array, void> {
  const decoder = DECODERS.get(name)?.();
  if (!decoder) throw new AppError('BAD_RESPONSE', `The model server sent an answer encoded as “${name.slice(0, 20)}”. ${CHECK_SERVER}`);
  try {
    yield* pipeline(Readable.from(encoded), decoder, () => {}); // the reader of the last one is told of failures
  } catch (error) {
    // In the form of all failures on the way.
    throw error instanceof AppError || error instanceof TypeError
      ? error
      : new TypeError('The answer cannot be decoded.', { cause: error });
  }
}

const CHECK_SERVER = 'Check that the base URL is that of a Messages API server.';

type Decoder = () => NodeJS.ReadWriteStream & AsyncIterable<Buffer>;

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', zlib.createGunzip],
  ['x-gzip', zlib.createGunzip],
  ['deflate', zlib.createInflate],
  ['br', zlib.createBrotliDecompress],
  ['zstd', zlib.createZstdDecompress],
]);

async function* upTo(limit: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let left = limit;
  for await (const piece of pieces) {
    yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
}

function stallError(stallMs: number): AppError {
  return new AppError('TIMEOUT', `The model server sent nothing for ${Math.round(stallMs / 100) / 10} s. Try again, or check the server.`);
}
