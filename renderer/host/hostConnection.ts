import { CallerEnd } from '../../shared/ipc/callerEnd';
import { mapContract } from '../../shared/ipc/client';
import { contract, type StepgraphClient } from '../../shared/ipc/contract';
import { cancelled, disconnected } from '../../shared/ipc/errors';
import { type AppError, isAppError } from '../../shared/lib/appError';
import type { Carrier } from './carrier';
import { continueAfter } from './continueAfter';

export type ConnectionState = 'connecting' | 'connected' | 'lost';

/** A client that outlives its connections. */
export type HostConnection = {
  /**
   * Calls wait while there is no connection. Queries are asked again and streams go on where they were when it is lost; a command under way, also
   * one that streams, then rejects with `DISCONNECTED`, because nobody knows how far it came.
   */
  readonly client: StepgraphClient;
  state(): ConnectionState;
  /** Why there is no connection; after anything but `DISCONNECTED` it is not tried again. */
  error(): AppError | undefined;
  subscribe(listener: () => void): () => void;
  close(): void;
};

/** Milliseconds between attempts; the last one repeats. */
const WAITS = [100, 250, 500, 1000, 2000, 4000];

export function connectHost(carrier: Carrier, waits: readonly number[] = WAITS): HostConnection {
  const connection = new Connection(carrier, waits);
  void connection.connect();
  return connection;
}

class Connection implements HostConnection {
  readonly client: StepgraphClient;
  readonly #carrier: Carrier;
  readonly #waits: readonly number[];
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  #state: ConnectionState = 'connecting';
  #error: AppError | undefined;
  #end: CallerEnd | undefined;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #disconnect = () => {};

  constructor(carrier: Carrier, waits: readonly number[]) {
    this.#carrier = carrier;
    this.#waits = waits;
    this.client = mapContract(contract, (path, spec) => {
      const mayRepeat = spec.kind === 'stream' ? spec.isCommand !== true : spec.kind === 'query';
      return spec.kind === 'stream'
        ? (input, signal) => this.#stream(path, input, signal, mayRepeat)
        : (input, signal) => this.#call(path, input, signal, mayRepeat);
    });
  }

  state = () => this.#state;
  error = () => this.#error;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#retry);
    this.#disconnect();
    this.#lose(disconnected());
  }

  async connect(): Promise<void> {
    try {
      const port = await this.#carrier.open(this.#closing.signal);
      this.#disconnect = () => port.close();
      if (this.#closing.signal.aborted) return this.#disconnect();
      this.#end = new CallerEnd(port, (reason) => this.#lose(reason));
      this.#failures = 0;
      this.#enter('connected', undefined);
    } catch (error) {
      this.#lose(isAppError(error) ? error : disconnected());
    }
  }

  #lose(reason: AppError): void {
    this.#end = undefined;
    this.#enter('lost', reason);
    if (this.#closing.signal.aborted || reason.code !== 'DISCONNECTED') return;
    const wait = this.#waits[Math.min(this.#failures, this.#waits.length - 1)];
    this.#failures += 1;
    this.#retry = setTimeout(() => void this.connect(), wait);
  }

  #enter(state: ConnectionState, error: AppError | undefined): void {
    this.#state = state;
    this.#error = error;
    for (const listener of [...this.#listeners]) listener();
  }

  async #call(path: string, input: unknown, signal: AbortSignal | undefined, mayRepeat: boolean): Promise<unknown> {
    for (;;) {
      const end = await this.#connected(signal);
      try {
        return await end.call(path, input, signal);
      } catch (error) {
        if (!mayRepeat || !this.#isLoss(error)) throw error;
      }
    }
  }

  async *#stream(
    path: string,
    input: unknown,
    signal: AbortSignal | undefined,
    mayRepeat: boolean,
  ): AsyncGenerator<unknown, void, undefined> {
    let rest = input;
    for (;;) {
      const end = await this.#connected(signal);
      try {
        for await (const item of end.stream(path, rest, signal)) {
          rest = continueAfter(path, rest, item);
          yield item;
        }
        return;
      } catch (error) {
        if (!mayRepeat || !this.#isLoss(error)) throw error;
      }
    }
  }

  #isLoss(error: unknown): boolean {
    return isAppError(error) && error.code === 'DISCONNECTED' && !this.#closing.signal.aborted;
  }

  /** Waits for a connection; rejects when there will be none, or when `signal` is aborted. */
  #connected(signal: AbortSignal | undefined): Promise<CallerEnd> {
    return new Promise((resolve, reject) => {
      const leave = this.subscribe(() => look());
      const settle = (act: () => void) => {
        leave();
        signal?.removeEventListener('abort', look);
        act();
      };
      const look = () => {
        const [end, error] = [this.#end, this.#error];
        if (signal?.aborted) settle(() => reject(cancelled()));
        else if (end) settle(() => resolve(end));
        else if (error && (error.code !== 'DISCONNECTED' || this.#closing.signal.aborted)) settle(() => reject(error));
      };
      signal?.addEventListener('abort', look);
      look();
    });
  }
}
