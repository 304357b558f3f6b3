import { AppError, isAbort, isAppError } from '../lib/appError';
import { assertNever } from '../lib/assertNever';
import { findReservedKey } from '../workflow/reservedKey';
import type { CallSpec } from './define';
import { invalidInput, toWireError } from './errors';
import type { Port } from './port';
import { type CallerMessage, callerMessageSchema, type HostMessage, PROTOCOL_VERSION } from './protocol';
import { StreamWindow } from './streamWindow';

export type Logger = { error(message: string, details?: unknown): void };
export type AnyHandler = (input: unknown, signal: AbortSignal) => unknown;
export type Served = { readonly spec: CallSpec; readonly handler: AnyHandler };

/** Calls one port may have under way: far above what a window needs, far below what would hurt the host. */
const MAX_RUNNING = 1000;

type Running = { readonly abort: AbortController; readonly window: StreamWindow };

/** The side of a port that answers. */
export class HostEnd {
  readonly #port: Port;
  readonly #served: ReadonlyMap<string, Served>;
  readonly #log: Logger;
  readonly #running = new Map<number, Running>();
  #greeted = false;

  constructor(port: Port, served: ReadonlyMap<string, Served>, log: Logger) {
    this.#port = port;
    this.#served = served;
    this.#log = log;
    port.onMessage((message) => this.#receive(message));
    port.onClose(() => {
      for (const id of [...this.#running.keys()]) this.#cancel(id);
    });
  }

  /** Who sends what is no message, or calls without having greeted, does not speak this protocol and is hung up on. */
  #receive(raw: unknown): void {
    const parsed = callerMessageSchema.safeParse(raw);
    if (parsed.success && (this.#greeted || parsed.data.kind === 'hello')) this.#obey(parsed.data);
    else this.#port.close();
  }

  #obey(message: CallerMessage): void {
    switch (message.kind) {
      case 'hello':
        this.#send({ kind: 'hello', version: PROTOCOL_VERSION });
        this.#greeted = message.version === PROTOCOL_VERSION;
        break;
      case 'call':
        void this.#answer(message);
        break;
      case 'cancel':
        this.#cancel(message.id);
        break;
      case 'more':
        this.#running.get(message.id)?.window.widen(message.count);
        break;
      default:
        assertNever(message);
    }
  }

  async #answer({ id, path, input }: Extract<CallerMessage, { kind: 'call' }>): Promise<void> {
    if (this.#running.has(id)) return this.#port.close();
    const running = { abort: new AbortController(), window: new StreamWindow() };
    const { signal } = running.abort;
    try {
      if (this.#running.size >= MAX_RUNNING) throw new AppError('BUSY', 'Too much is going on at once. Try again in a moment.');
      this.#running.set(id, running);
      await this.#run(id, path, input, running);
    } catch (error) {
      if (!isAppError(error) && !isAbort(error)) this.#log.error(`${path} failed`, error);
      if (!signal.aborted) this.#send({ kind: 'error', id, error: toWireError(error) });
    } finally {
      if (this.#running.get(id) === running) this.#running.delete(id);
    }
  }

  async #run(id: number, path: string, input: unknown, { abort: { signal }, window }: Running): Promise<void> {
    const served = this.#served.get(path);
    if (!served) throw new AppError('NOT_FOUND', `This version of Stepgraph has no call named ${path}. Reload the window.`);
    const reserved = findReservedKey(input);
    if (reserved !== null) throw new AppError('INVALID_INPUT', `The name "__proto__" is not allowed: rename or remove ${reserved}.`);
    const parsed = served.spec.input.safeParse(input);
    if (!parsed.success) throw invalidInput(path, parsed.error.issues);
    const answer = served.handler(parsed.data, signal);
    if (served.spec.kind !== 'stream') {
      const value = await answer;
      if (!signal.aborted) this.#send({ kind: 'result', id, value });
      return;
    }
    for await (const value of answer as AsyncIterable<unknown>) {
      if (signal.aborted) return;
      this.#send({ kind: 'item', id, value });
      await window.take();
    }
    if (!signal.aborted) this.#send({ kind: 'end', id });
  }

  #cancel(id: number): void {
    const running = this.#running.get(id);
    this.#running.delete(id);
    running?.abort.abort();
    running?.window.open();
  }

  #send(message: HostMessage): void {
    this.#port.send(message);
  }
}
