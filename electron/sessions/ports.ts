import type { Json } from '../../shared/lib/json';
import type { PermissionState } from '../../shared/run/events';
import type { Usage } from '../../shared/run/usage';
import type { Checkpoint, ContentBlock, Message, PermissionMode, Session, SessionSettings } from '../../shared/session/session';

/** What sessions need from the world: a store, a model and tools. */

export type SessionFilter = {
  readonly search?: string;
  readonly runId?: string;
  readonly limit?: number;
  readonly offset?: number;
};

/** All writes resolve when durable. */
export type SessionStore = {
  create(session: Session): Promise<void>;
  get(id: string): Session | undefined;
  list(filter: SessionFilter): Session[];
  update(id: string, change: Partial<Pick<Session, 'title' | 'lastActiveAt' | 'closedAt' | 'headId' | 'settings'>>): Promise<void>;
  delete(ids: readonly string[]): Promise<number>;
  /** Adds the message, moves the session's head to it and adds its usage and cost to the session's, in one commit. */
  append(message: Message, costUsd: number | null): Promise<void>;
  /** The conversation that ends at `messageId`, oldest first. */
  conversation(messageId: string | null): Message[];
  /** The whole tree of a session, in the order of storing. */
  messages(sessionId: string): Message[];
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  checkpoints(sessionId: string): Checkpoint[];
  deleteCheckpoint(id: string): Promise<boolean>;
};

/** One request to the model, in the Messages API's terms. */
export type ModelRequest = {
  readonly provider: SessionSettings['provider'];
  readonly model: string;
  readonly system: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: readonly ContentBlock[] }[];
  readonly tools: readonly ToolOffer[];
  /** `none`: tools are sent only because the history needs them. */
  readonly toolChoice: 'auto' | 'none';
  readonly maxTokens: number;
};

export type ModelReply = {
  readonly content: readonly ContentBlock[];
  readonly stopReason: string;
  readonly model: string;
  readonly usage: Usage;
};

export type ModelClient = {
  /**
   * Streams one reply; `onText` gets text as it arrives. Rejects with an `AppError` (`AUTHENTICATION`, `RATE_LIMITED`,
   * `OVERLOADED`, `NETWORK`, `BAD_RESPONSE`, `MODEL_REJECTED`, `ABORTED`) whose sentence says what to do.
   */
  reply(request: ModelRequest, onText: (delta: string) => void, signal: AbortSignal): Promise<ModelReply>;
};

/** Price of one reply in US dollars, or `null` where the model's price is not known. */
export type PriceOf = (model: string, usage: Usage) => number | null;

export type ToolOffer = { readonly name: string; readonly description: string; readonly inputSchema: Json };

export type ToolResult = { readonly content: string | readonly ContentBlock[]; readonly isError: boolean };

export type ToolContext = {
  readonly sessionId: string;
  readonly callId: string;
  readonly workDir: string;
  readonly permissionMode: PermissionMode;
  /** What the session may use itself; everything, without a list. */
  readonly allowedTools?: readonly string[];
  readonly signal: AbortSignal;
  readonly metadata: Session['metadata'];
};

/** A tool as a session sees it. */
export type Tool = ToolOffer & {
  readonly isReadOnly: boolean;
  /** Never throws for what the model can mend: answers `isError` with a sentence instead. */
  execute(input: Json, context: ToolContext): Promise<ToolResult>;
};

/** Does the work of a call, so that whoever gave this can tell, from inside, which call the work belongs to. */
export type AroundCall = <T>(context: ToolContext, work: () => Promise<T>) => Promise<T>;

/** The tools of one session, opened at the start of a turn and closed (children ended) at its end. */
export type ToolBox = {
  readonly tools: readonly Tool[];
  close(): Promise<void>;
};

export type ToolProvider = {
  open(settings: SessionSettings, signal: AbortSignal): Promise<ToolBox>;
};

export type PermissionDecision = { readonly state: Exclude<PermissionState, 'asked'>; readonly reason: string; readonly reply?: string };

export type PermissionRequest = {
  readonly tool: Pick<Tool, 'name' | 'isReadOnly'>;
  readonly input: Json;
  readonly context: ToolContext;
};

/** Decides whether a tool call may run; may ask a person and wait, which the signal ends. `onAsk` is called when it does ask. */
export type PermissionGate = {
  decide(request: PermissionRequest, onAsk: (requestId: string) => Promise<void>): Promise<PermissionDecision>;
};
