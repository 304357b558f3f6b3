import { AppError } from '../lib/appError';
import { assertNever } from '../lib/assertNever';
import { cancelled, disconnected, fromWireError } from './errors';
import { ItemQueue } from './itemQueue';
import type { Port } from './port';
import { type CallerMessage, type HostMessage, hostMessageSchema, PROTOCOL_VERSION, STREAM_WINDOW } from './protocol';

/** Who waits for what the host says about one call. */
type Waiting = { item(value: unknown): void; done(value: unknown): void; fail(error: AppError): void };
type Open = { readonly waiting: Waiting; forgetSignal(): void };

/** The side of a port that calls: gives out ids and brings each answer to whom it belongs. */
export class CallerEnd {
  readonly #port: Port;
  readonly #onOver: (reason: AppError) => void;
  readonly #open = new Map<number, Open>();
  #lastId = 0;
  /** Why nothing can be called any more. */
  #over: AppError | undefined;

  /** `onOver` learns, once, why the connection ended. */
  constructor(port: Port, onOver: (reason: AppError) => void = () => {}) {
    this.#port = port;
    this.#onOver = onOver;
    port.onMessage((message) => this.#receive(message));
    port.onClose(() => this.#end(disconnected()));
    this.#send({ kind: 'hello', version: PROTOCOL_VERSION });
  }

  call(path: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#start(path, input, signal, { item: () => {}, done: resolve, fail: reject });
    });
  }

  async *stream(path: string, input: unknown, signal?: AbortSignal): AsyncGenerator<unknown, void, undefined> {
    const items = new ItemQueue<unknown>();
    const id = this.#start(path, input, signal, {
      item: (value) => items.push(value),
      done: () => items.end(),
      fail: (error) => items.fail(error),
    });
    let taken = 0;
    try {
      for await (const item of items) {
        yield item;
        taken += 1;
        if (taken < STREAM_WINDOW / 2) continue;
        if (this.#open.has(id)) this.#send({ kind: 'more', id, count: taken });
        taken = 0;
      }
    } finally {
      if (this.#finish(id)) this.#send({ kind: 'cancel', id });
    }
  }

  #start(path: string, input: unknown, signal: AbortSignal | undefined, waiting: Waiting): number {
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.#over) waiting.fail(this.#over);
    else if (signal?.aborted) waiting.fail(cancelled());
    else {
      const onAbort = () => this.#cancel(id);
      signal?.addEventListener('abort', onAbort);
      this.#open.set(id, { waiting, forgetSignal: () => signal?.removeEventListener('abort', onAbort) });
      this.#send({ kind: 'call', id, path, input });
    }
    return id;
  }

  #cancel(id: number): void {
    const waiting = this.#finish(id);
    if (!waiting) return;
    this.#send({ kind: 'cancel', id });
    waiting.fail(cancelled());
  }

  /** From here on nothing that the host says about `id` matters. Answers nothing when that was so already. */
  #finish(id: number): Waiting | undefined {
    const open = this.#open.get(id);
    this.#open.delete(id);
    open?.forgetSignal();
    return open?.waiting;
  }

  #receive(raw: unknown): void {
    const parsed = hostMessageSchema.safeParse(raw);
    if (parsed.success) this.#take(parsed.data);
    else this.#part(new AppError('BAD_RESPONSE', 'What answered is not a Stepgraph host. Reload the window.'));
  }

  #take(message: HostMessage): void {
    switch (message.kind) {
      case 'hello':
        if (message.version !== PROTOCOL_VERSION)
          this.#part(new AppError('CONFLICT', 'Stepgraph was updated meanwhile. Reload the window.'));
        break;
      case 'item':
        this.#open.get(message.id)?.waiting.item(message.value);
        break;
      case 'result':
        this.#finish(message.id)?.done(message.value);
        break;
      case 'end':
        this.#finish(message.id)?.done(undefined);
        break;
      case 'error':
        this.#finish(message.id)?.fail(fromWireError(message.error));
        break;
      default:
        assertNever(message);
    }
  }

  #part(reason: AppError): void {
    this.#end(reason);
    this.#port.close();
  }

  #end(reason: AppError): void {
    if (this.#over) return;
    this.#over = reason;
    for (const id of [...this.#open.keys()]) this.#finish(id)?.fail(reason);
    this.#onOver(reason);
  }

  #send(message: CallerMessage): void {
    this.#port.send(message);
  }
}
