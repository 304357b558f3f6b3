import { resolve } from 'node:path';
import { toWireError } from '../../shared/ipc/errors';
import { isAbort } from '../../shared/lib/appError';
import type { PermissionMode, Session } from '../../shared/session/session';
import { titleOfPrompt, UNNAMED_SESSION } from '../../shared/session/title';
import type { TurnItem } from '../../shared/session/turn';
import { Wakeup } from '../ipc/wakeup';
import { currentTurn, refuseWithoutTurn, textOf } from '../sessions/conversation';
import type { SessionStore } from '../sessions/ports';
import type { SendOptions, SessionManager } from '../sessions/sessionManager';
import type { TurnOutcome } from '../sessions/turnOutcome';

export type TurnSettings = {
  readonly id: string;
  readonly permissionMode?: PermissionMode | undefined;
  readonly workDir?: string | undefined;
};
export type SentMessage = TurnSettings & { readonly text: string };

/** Turns that people started, so that any window can watch them from their beginning, also after a reload, and stop them. */
export type LiveTurns = {
  /** Starts a turn and yields what happens in it. Leaving the loop does not end the turn. The first one names a session that has no name. */
  send(message: SentMessage, signal: AbortSignal): AsyncIterable<TurnItem>;
  /** The same, going on with what is stored. */
  retry(turn: TurnSettings, signal: AbortSignal): AsyncIterable<TurnItem>;
  /** The turns of a session that are under way or wait, one after the other. */
  watch(sessionId: string, signal: AbortSignal): AsyncIterable<TurnItem>;
  /** Ends them all; resolves when they have stored what they had. */
  stop(sessionId: string): Promise<void>;
  /** Why the last turn failed, where it failed in this host and the session still stands where that left it. */
  failureOf(session: Session): string | undefined;
};

type LiveTurnParts = {
  readonly sessions: Pick<SessionManager, 'send' | 'continueTurn' | 'resume' | 'rename' | 'isBusy'>;
  readonly stored: Pick<SessionStore, 'conversation'>;
  /** Called when it is known why a turn failed. */
  readonly announce: () => void;
};

export function createLiveTurns({ sessions, stored, announce }: LiveTurnParts): LiveTurns {
  const turns = new Map<string, LiveTurn[]>();
  const failures = new Map<string, { readonly headId: string | null; readonly reason: string }>();

  function start(sessionId: string, first: readonly TurnItem[], take: Take): LiveTurn {
    failures.delete(sessionId);
    const turn = new LiveTurn(first, take, (error) => {
      failures.set(sessionId, { headId: sessions.resume(sessionId).headId, reason: toWireError(error).message });
      announce();
    });
    turns.set(sessionId, [...(turns.get(sessionId) ?? []), turn]);
    void turn.ended.then(() => {
      const rest = turns.get(sessionId)?.filter((other) => other !== turn) ?? [];
      if (rest.length > 0) turns.set(sessionId, rest);
      else turns.delete(sessionId);
    });
    return turn;
  }

  return {
    async *send({ id, text, ...settings }, signal) {
      const { title, headId } = sessions.resume(id);
      const isFirst = headId === null && !turns.has(id);
      const turn = start(id, [{ type: 'prompt', text }], (options) => sessions.send(id, text, { ...options, ...forTurn(settings) }));
      if (isFirst && title === UNNAMED_SESSION) await sessions.rename(id, titleOfPrompt(text));
      yield* turn.items(signal);
    },
    async *retry({ id, ...settings }, signal) {
      const conversation = stored.conversation(sessions.resume(id).headId);
      if (!sessions.isBusy(id)) refuseWithoutTurn(conversation);
      const [prompt, ...since] = currentTurn(conversation);
      const replies = since.filter(({ role }) => role === 'assistant').length;
      const first: readonly TurnItem[] = [{ type: 'prompt', text: prompt ? textOf(prompt.content) : '', replies }, { type: 'stored' }];
      const turn = start(id, first, (options) => sessions.continueTurn(id, { ...options, ...forTurn(settings) }));
      yield* turn.items(signal);
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
    failureOf({ id, headId }) {
      const failure = failures.get(id);
      return failure?.headId === headId ? failure.reason : undefined;
    },
  };
}

function forTurn({ permissionMode, workDir }: Omit<TurnSettings, 'id'>): Pick<SendOptions, 'settings' | 'workDir'> {
  return { ...(permissionMode && { settings: { permissionMode } }), ...(workDir !== undefined && { workDir: resolve(workDir) }) };
}

type Take = (options: Pick<SendOptions, 'observer' | 'onStored' | 'signal'>) => Promise<TurnOutcome>;

/** One turn with all that happened in it so far. */
class LiveTurn {
  readonly abort = new AbortController();
  /** Resolves at the end, however it ends. */
  readonly ended: Promise<void>;
  readonly #items: TurnItem[];
  readonly #readers = new Set<Wakeup>();
  #end: { readonly error?: unknown } | undefined;

  /** `onFailure` hears of the end of a turn whose prompt is stored, before those who watch do. */
  constructor(first: readonly TurnItem[], take: Take, onFailure: (error: unknown) => void) {
    this.#items = [...first];
    const turn = take({
      observer: { report: async (fact) => this.#add(fact) },
      onStored: () => this.#add({ type: 'stored' }),
      signal: this.abort.signal,
    });
    const ended = turn.then(
      (result) => {
        this.#end = {};
        this.#add({ type: 'done', ...result });
      },
      (error: unknown) => {
        this.#end = { error };
        if (!isAbort(error) && this.#items.some(({ type }) => type === 'stored')) onFailure(error);
      },
    );
    this.ended = ended.catch(() => {}).finally(() => this.#wake()); // whose session is gone has nothing to keep a failure with
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
