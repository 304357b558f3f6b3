import type { Usage } from '../../shared/run/usage';
import type { Checkpoint, Message, SessionSettings, SessionStateName } from '../../shared/session/session';
import type { TurnFact } from '../sessions/turnFacts';
import type { SendOptions } from './options';

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
export type AgentSession = {
  readonly id: string;
  readonly title: string;
  readonly state: SessionStateName;
  readonly settings: SessionSettings;
  /** The conversation up to where the next turn goes on, oldest first. */
  messages(): readonly Message[];
  /** One turn: sends `text`, runs the tools the model calls, and resolves with its answer. Turns of one session wait for one another. */
  send(text: string, options?: SendOptions): Promise<AgentReply>;
  /** As `send`, but yields what happens as it happens. Leaving the loop early stops the turn. */
  stream(text: string, options?: SendOptions): AsyncGenerator<AgentStreamEvent, AgentReply>;
  /** Names the present point of the conversation. */
  saveCheckpoint(label: string): Promise<Checkpoint>;
  /** Goes back to a checkpoint. Nothing is lost: the point left is marked by an automatic checkpoint, which is returned. */
  restoreCheckpoint(checkpointId: string): Promise<Checkpoint>;
  /** Oldest first. */
  listCheckpoints(): Promise<Checkpoint[]>;
  deleteCheckpoint(checkpointId: string): Promise<void>;
};
