import type { Usage } from '../../shared/run/usage';
import type { StoredDecision } from '../../shared/session/decision';
import type { Checkpoint, Message, SessionSettings, SessionStateName } from '../../shared/session/session';
import type { RestorePreview } from '../../shared/session/timeline';
import type { RestoreCheckpointOptions, SaveCheckpointOptions } from '../sessions/checkpoints';
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
  /** All that was decided about tool calls and servers, oldest first. A message with the result of a call has the same as its `decision`. */
  decisions(): readonly StoredDecision[];
  /** All that a tool call put out, where that was too long for the model (its result then says how much is left out); else `undefined`. */
  wholeOutput(callId: string): Promise<string | undefined>;
  /**
   * One turn: sends `text`, runs the tools the model calls, and resolves with its answer. Turns of one session wait for one another. A turn that cannot
   * begin, as in a folder that is gone, adds nothing to the conversation; one that fails later leaves its messages there, for `retry` to go on with.
   */
  send(text: string, options?: SendOptions): Promise<AgentReply>;
  /** As `send`, but yields what happens as it happens. Leaving the loop early stops the turn. */
  stream(text: string, options?: SendOptions): AsyncGenerator<AgentStreamEvent, AgentReply>;
  /**
   * Goes on with a turn that failed or was cut off, in this process or another, from what is stored: no prompt is added and no call that changes
   * something is run a second time. `INVALID_INPUT` where the last message has its answer.
   */
  retry(options?: SendOptions): Promise<AgentReply>;
  /** Names the present point of the conversation. With `files: true` it carries the work directory as it is now; `.gitignore` is respected. */
  saveCheckpoint(label: string, options?: Pick<SaveCheckpointOptions, 'files'>): Promise<Checkpoint>;
  /**
   * What restoring a checkpoint would change, in messages, settings and files. Changes nothing. Where its files cannot be looked at (their folder or git is
   * missing, say), `files` is null and `filesFailure` a sentence that says why; restoring without files is possible all the same.
   */
  previewRestore(checkpointId: string): Promise<RestorePreview>;
  /**
   * Goes back to a checkpoint. Nothing is lost: the point left is marked by an automatic checkpoint, which is returned. With `files: true` the work
   * directory goes back, too; `CONFLICT` when something other than this session changed files since, unless `force: true`. That overwrites whatever changed
   * until then. Whoever shows a preview first gives the id of what was shown, `shown: preview.files.id`: then exactly that is done, and `CONFLICT` when
   * files changed since the preview.
   */
  restoreCheckpoint(checkpointId: string, options?: RestoreCheckpointOptions): Promise<Checkpoint>;
  /**
   * Goes on from any point: a checkpoint or a message, by its id, or `null` for the beginning. The point is named by the checkpoint that is returned, and the
   * next turn begins a branch there; the point left is marked by an automatic checkpoint. Settings and files stay as they are.
   */
  branch(from: string | null, label?: string): Promise<Checkpoint>;
  /** Oldest first. */
  listCheckpoints(): Promise<Checkpoint[]>;
  deleteCheckpoint(checkpointId: string): Promise<void>;
};
