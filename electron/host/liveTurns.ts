import type { PermissionMode } from '../../shared/session/session';
import type { TurnItem } from '../../shared/session/turn';
import { Wakeup } from '../ipc/wakeup';
import type { SessionManager } from '../sessions/sessionManager';
import type { TurnObserver } from '../sessions/turnFacts';

export type SentMessage = { readonly id: string; readonly text: string; readonly permissionMode?: PermissionMode | undefined };

/** Turns that people started, so that any window can watch them from their beginning, also after a reload, and stop them. */
export type LiveTurns = {
  /** Starts a turn and yields what happens in it. Leaving the loop does not end the turn. */
  send(message: SentMessage, signal: AbortSignal): AsyncIterable<TurnItem>;
  /** The turns of a session that are under way or wait, one after the other. */
  watch(sessionId: string, signal: AbortSignal): AsyncIterable<TurnItem>;
  /** Ends them all; resolves when they have stored what they had. */
  stop(sessionId: string): Promise<void>;
};

export function createLiveTurns(sessions: Pick<SessionManager, 'send' | 'resume'>): LiveTurns {
  const turns = new Map<string, LiveTurn[]>();

  function start(message: SentMessage): LiveTurn {
    const sessionId = message.id;
    const turn = new LiveTurn(sessions, message);
    turns.set(sessionId, [...(turns.get(sessionId) ?? []), turn]);
    void turn.ended.then(() => {
      const rest = turns.get(sessionId)?.filter((other) => other !== turn) ?? [];
      if (rest.length > 0) turns.set(sessionId, rest);
      else turns.delete(sessionId);
    });
    return turn;
  }

  return {
    async *send(message, signal) {
      sessions.resume(message.id);
      yield* start(message).items(signal);
    },
    async *watch(sessionId, signal) {
      const seen = new Set<LiveTurn>();
      for (;;) {
        const next = turns.get(sessionId)?.find((turn) => !seen.has(turn));
        if (!next) return;
        seen.add(next);
        yield* next.items(signal);
      }
    },
    async stop(sessionId) {
      const running = turns.get(sessions.resume(sessionId).id) ?? [];
      for (const turn of running) turn.abort.abort();
      await Promise.all(running.map((turn) => turn.ended));
    },
  };
}

/** One turn with all that happened in it so far. */
class LiveTurn {
  readonly abort = new AbortController();
  /** Resolves at the end, however it ends. */
  readonly ended: Promise<void>;
  readonly #items: TurnItem[];
  readonly #readers = new Set<Wakeup>();
  #end: { readonly error?: unknown } | undefined;

  constructor(sessions: Pick<SessionManager, 'send'>, { id, text, permissionMode }: SentMessage) {
    this.#items = [{ type: 'prompt', text }];
    const observer: TurnObserver = { report: async (fact) => this.#add(fact) };
    const settings = permissionMode && { permissionMode };
    const onStored = () => this.#add({ type: 'stored' });
    this.ended = sessions.send(id, text, { observer, onStored, signal: this.abort.signal, ...(settings && { settings }) }).then(
      (result) => {
        this.#end = {};
        this.#add({ type: 'done', ...result });
      },
      (error: unknown) => {
        this.#end = { error };
        this.#wake();
      },
    );
  }

  /** From the beginning to the end; rejects with the turn's error, or with `ABORTED` when the reader leaves. */
  async *items(signal: AbortSignal): AsyncGenerator<TurnItem> {
    const news = new Wakeup();
    this.#readers.add(news);
    try {
      for (let next = 0; ; ) {
        news.lower();
        while (next < this.#items.length) yield this.#items[next++] as TurnItem; // within bounds
        if (this.#end && next === this.#items.length) break;
        if (!this.#end) await news.raised(signal);
      }
    } finally {
      this.#readers.delete(news);
    }
    if (this.#end && 'error' in this.#end) throw this.#end.error;
  }

  #add(item: TurnItem): void {
    this.#items.push(item);
    this.#wake();
  }

  #wake(): void {
    for (const reader of this.#readers) reader.raise();
  }
}
