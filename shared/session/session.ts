import type { Json } from '../lib/json';
import type { Usage } from '../run/usage';
import type { McpServerDefinition, StepMode, WorkflowDefinition, WorkflowStepDefinition } from '../workflow/schema';
import type { CallDecision } from './decision';
import type { FileSnapshot } from './files';

export const PERMISSION_MODES = ['default', 'acceptEdits', 'plan', 'bypassPermissions'] as const;
export type PermissionMode = (typeof PERMISSION_MODES)[number];

/** Everything needed to continue a session later, stored with it. */
export type SessionSettings = {
  readonly model: string | null;
  readonly systemPrompt: string;
  readonly mode: StepMode;
  readonly workDir: string;
  readonly permissionMode: PermissionMode;
  readonly maxTurns: number;
  /** Which server answers: the configured one, or the rehearsal in process. */
  readonly provider: 'anthropic' | 'rehearsal';
  readonly allowedTools?: readonly string[];
  readonly tools?: WorkflowStepDefinition['tools'];
  readonly mcpServers?: readonly McpServerDefinition[];
  readonly skillDirectories?: readonly string[];
  /** Offered as choices of `run_workflow`, by name. */
  readonly workflows?: readonly WorkflowDefinition[];
};

export type SessionMetadata = {
  readonly runId?: string;
  readonly stepId?: string;
  readonly workflowName?: string;
  readonly workflowDescription?: string;
  /** The session whose tool call made this one (task, run_workflow). */
  readonly parentSessionId?: string;
  readonly parentCallId?: string;
  /** The agent it was made for (task). */
  readonly agent?: string;
};

export const SESSION_STATES = ['active', 'idle', 'closed'] as const;
export type SessionStateName = (typeof SESSION_STATES)[number];

/** A session as stored. Its state (active, idle, closed) is computed: see `sessionState`. */
export type Session = {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
  readonly lastActiveAt: string;
  readonly closedAt: string | null;
  /** The message the next turn follows; `null` before the first. */
  readonly headId: string | null;
  /** Messages from the root to the head. */
  readonly messageCount: number;
  readonly settings: SessionSettings;
  readonly metadata: SessionMetadata;
  readonly usage: Usage;
  readonly costUsd: number | null;
  /** The checkpoint last saved or restored: where the session stands among them, and the parent of the next. */
  readonly checkpointId?: string;
  /** The git tree of the work directory as the session last knew it; only once it has a checkpoint with files. */
  readonly knownTree?: string;
};

/** A content block as the Messages API writes it; kept verbatim, so that the conversation can be sent again. */
export type ContentBlock = { readonly type: string; readonly [key: string]: Json | undefined };

/** A node of a session's append-only message tree. */
export type Message = {
  readonly id: string;
  readonly sessionId: string;
  readonly parentId: string | null;
  /** Distance from the root, which has 1: the length of the conversation that ends here. */
  readonly depth: number;
  readonly role: 'user' | 'assistant';
  readonly content: readonly ContentBlock[];
  readonly createdAt: string;
  readonly model?: string;
  readonly stopReason?: string;
  readonly usage?: Usage;
  /** The turn was cut short; the content is what had arrived. */
  readonly interrupted?: boolean;
  /** Of a message with the result of a call: what was decided about it. Not of a step's turns: there the events of the run say it. */
  readonly decision?: CallDecision;
};

/** A named point of a session's tree, with the settings of that moment. */
export type Checkpoint = {
  readonly id: string;
  readonly sessionId: string;
  readonly label: string;
  readonly messageId: string | null;
  readonly messageCount: number;
  readonly parentId: string | null;
  readonly automatic: boolean;
  readonly createdAt: string;
  readonly settings: SessionSettings;
  /** The work directory of that moment, where it was asked for. */
  readonly files?: FileSnapshot;
};

/** A checkpoint whose row cannot be read any more: it can only be deleted. */
export type DamagedCheckpoint = Pick<Checkpoint, 'id' | 'label'>;

/** Active while used within `idleTimeoutMs`, closed once closed; all from stored times, so it survives restarts. */
export function sessionState(session: Pick<Session, 'lastActiveAt' | 'closedAt'>, now: number, idleTimeoutMs: number): SessionStateName {
  if (session.closedAt !== null) return 'closed';
  return now - lastUsed(session) > idleTimeoutMs ? 'idle' : 'active';
}

/** In milliseconds. A time that is damaged is taken for long ago: nothing else would ever make its session idle. */
export function lastUsed(session: Pick<Session, 'lastActiveAt'>): number {
  return hasReadableAge(session) ? Date.parse(session.lastActiveAt) : 0;
}

/** Whether it can be told when it was last used. */
export function hasReadableAge({ lastActiveAt }: Pick<Session, 'lastActiveAt'>): boolean {
  return STORED_TIME.test(lastActiveAt) && !Number.isNaN(Date.parse(lastActiveAt));
}

/** By itself `Date.parse` reads a date into much that is none. */
const STORED_TIME = /^[+-]?\d{4,6}-\d\d-\d\dT/;
