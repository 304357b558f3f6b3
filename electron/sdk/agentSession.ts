import { AppError } from '../../shared/lib/appError';
import type { Usage } from '../../shared/run/usage';
import type { Checkpoint, Message, Session, SessionSettings, SessionStateName } from '../../shared/session/session';
import type { Host } from '../host/createHost';
import type { TurnFact, TurnObserver } from '../sessions/turnFacts';
import { checkOptions, givenSettings, type SendOptions } from './options';

/** What one turn came to. */
export type AgentReply = {
  readonly sessionId: string;
  readonly text: string;
  /** Names of the tools called, in order. */
  readonly toolCalls: readonly string[];
  readonly usage: Usage;
  /** US dollars; `null` when the model's price is not known. */
  readonly costUsd: number | null;
};

/** What a stream yields: what happens inside the turn, and last what it came to. */
export type AgentStreamEvent = TurnFact | ({ readonly type: 'done' } & AgentReply);

/** A conversation with an agent, kept in the store: it can be continued after the process that made it is gone. */
export class AgentSession {
  readonly id: string;
  readonly #host: Host;

  constructor(host: Host, id: string) {
    this.#host = host;
    this.id = id;
  }

  get title(): string {
    return this.#stored.title;
  }

  get state(): SessionStateName {
    return this.#host.sessions.stateOf(this.#stored);
  }

  get settings(): SessionSettings {
    return this.#stored.settings;
  }

  /** The conversation up to where the next turn goes on, oldest first. */
  messages(): readonly Message[] {
    return this.#host.store.sessions.conversation(this.#stored.headId);
  }

  /** One turn: sends `text`, runs the tools the model calls, and resolves with its answer. Turns of one session wait for one another. */
  async send(text: string, options: SendOptions = {}): Promise<AgentReply> {
    const { onEvent } = options;
    return this.#take(text, options, { report: async (fact) => onEvent?.(fact) });
  }

  /** As `send`, but yields what happens as it happens. Leaving the loop early stops the turn. */
  async *stream(text: string, options: SendOptions = {}): AsyncGenerator<AgentStreamEvent, AgentReply> {
    const left = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
    const waiting: TurnFact[] = [];
    let wake = Promise.withResolvers<void>();
    let isOver = false;
    const turn = this.#take(
      text,
      { ...options, signal },
      {
        report: async (fact) => {
          options.onEvent?.(fact);
          waiting.push(fact);
          wake.resolve();
        },
      },
    ).finally(() => {
      isOver = true;
      wake.resolve();
    });
    turn.catch(() => {}); // rethrown by the await below, unless the loop was left
    try {
      while (!isOver || waiting.length > 0) {
        await wake.promise;
        wake = Promise.withResolvers<void>();
        if (isOver) wake.resolve();
        yield* waiting.splice(0);
      }
      const reply = await turn;
      yield { type: 'done', ...reply };
      return reply;
    } finally {
      left.abort(new AppError('ABORTED', 'The stream was left.'));
      await turn.catch(() => {});
    }
  }

  /** Names the present point of the conversation. */
  saveCheckpoint(label: string): Promise<Checkpoint> {
    return this.#host.sessions.checkpoints.save(this.id, label);
  }

  /** Goes back to a checkpoint. Nothing is lost: the point left is marked by an automatic checkpoint, which is returned. */
  restoreCheckpoint(checkpointId: string): Promise<Checkpoint> {
    return this.#host.sessions.checkpoints.restore(this.id, checkpointId);
  }

  async listCheckpoints(): Promise<Checkpoint[]> {
    return this.#host.sessions.checkpoints.list(this.id);
  }

  deleteCheckpoint(checkpointId: string): Promise<void> {
    return this.#host.sessions.checkpoints.delete(this.id, checkpointId);
  }

  async #take(text: string, options: SendOptions, observer: TurnObserver): Promise<AgentReply> {
    checkOptions(options);
    const { signal, tools } = options;
    const outcome = await this.#host.sessions.send(this.id, text, {
      observer,
      settings: givenSettings(options),
      ...(signal && { signal }),
      ...(tools && { tools }),
    });
    return { sessionId: this.id, ...outcome };
  }

  get #stored(): Session {
    return this.#host.sessions.resume(this.id);
  }
}
