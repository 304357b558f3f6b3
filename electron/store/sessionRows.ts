import { z } from 'zod';
import type { Usage } from '../../shared/run/usage';
import type { FileSnapshot } from '../../shared/session/files';
import {
  type Checkpoint,
  type ContentBlock,
  type Message,
  PERMISSION_MODES,
  type Session,
  type SessionMetadata,
  type SessionSettings,
} from '../../shared/session/session';
import { mcpServerSchema, STEP_MODES, stepSchema, workflowSchema } from '../../shared/workflow/schema';
import { checkedJson } from './checkedJson';
import { DECISION_OF_MESSAGE, readDecision } from './decisions';
import { type PackedJson, unpackJson } from './packedJson';
import { createRememberedJson } from './rememberedJson';
import { columnsToUsage, type UsageColumns } from './runRows';
import { damagedRow } from './storeError';

export type SessionRow = UsageColumns & {
  readonly id: string;
  readonly title: string;
  readonly created_at: string;
  readonly last_active_at: string;
  readonly closed_at: string | null;
  readonly head: number | null;
  readonly head_id: string | null;
  readonly head_depth: number | null;
  readonly metadata: string;
  readonly settings: PackedJson;
  readonly cost_usd: number | null;
  readonly checkpoint_id: string | null;
  readonly known_tree: string | null;
};

const OF_HEAD = 'FROM messages WHERE number = head AND session = sessions.number';

/** Two lookups in place of a join: better-sqlite3 takes four times as long for a row that is joined. */
export const SESSIONS = `
  SELECT sessions.id, title, sessions.created_at, last_active_at, closed_at, head, (SELECT id ${OF_HEAD}) AS head_id,
    (SELECT depth ${OF_HEAD}) AS head_depth, metadata, settings, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd,
    checkpoint_id, known_tree
  FROM sessions`;

export type MessageRow = {
  readonly id: string;
  readonly session_id: string;
  readonly parent_id: string | null;
  readonly depth: number;
  readonly role: 'user' | 'assistant';
  readonly content: PackedJson;
  readonly created_at: string;
  readonly model: string | null;
  readonly stop_reason: string | null;
  readonly usage: string | null;
  readonly interrupted: 0 | 1;
  readonly decision: string | null;
  /** Whether its parent is a message of the same session with a depth of one less; of depth 1, whether it has none. */
  readonly in_place: 0 | 1;
};

export const MESSAGES = `
  SELECT messages.id, sessions.id AS session_id, parents.id AS parent_id, messages.depth, messages.role, messages.content, messages.created_at,
    messages.model, messages.stop_reason, messages.usage, messages.interrupted, ${DECISION_OF_MESSAGE},
    CASE messages.depth WHEN 1 THEN messages.parent IS NULL ELSE messages.depth > 1 AND parents.depth IS messages.depth - 1 END AS in_place
  FROM messages JOIN sessions ON sessions.number = messages.session
    LEFT JOIN messages AS parents ON parents.number = messages.parent AND parents.session = messages.session`;

export type CheckpointRow = {
  readonly id: string;
  readonly session_id: string;
  readonly label: string;
  readonly message: number | null;
  readonly message_id: string | null;
  readonly message_depth: number | null;
  readonly parent_id: string | null;
  readonly automatic: 0 | 1;
  readonly created_at: string;
  readonly settings: PackedJson;
  readonly files: PackedJson | null;
};

export const settingsSchema = z.looseObject({
  model: z.string().nullable(),
  systemPrompt: z.string(),
  mode: z.enum(STEP_MODES),
  workDir: z.string(),
  permissionMode: z.enum(PERMISSION_MODES),
  maxTurns: z.number(),
  provider: z.enum(['anthropic', 'rehearsal']),
  allowedTools: z.array(z.string()).optional(),
  tools: stepSchema.shape.tools,
  mcpServers: z.array(mcpServerSchema).optional(),
  skillDirectories: z.array(z.string()).optional(),
  workflows: z.array(workflowSchema).optional(),
}) satisfies z.ZodType<SessionSettings>;

const metadataSchema = z.looseObject({
  runId: z.string().optional(),
  stepId: z.string().optional(),
  workflowName: z.string().optional(),
  workflowDescription: z.string().optional(),
  parentSessionId: z.string().optional(),
  parentCallId: z.string().optional(),
  agent: z.string().optional(),
}) satisfies z.ZodType<SessionMetadata>;

const fileSnapshotSchema: z.ZodType<FileSnapshot> = z.object({
  tree: z.string().regex(/^[0-9a-f]{40,64}$/),
  workDir: z.string(),
  fileCount: z.number(),
  bytes: z.number(),
  leftOut: z.array(z.object({ path: z.string(), reason: z.enum(['too-large', 'repository', 'unreadable']) })),
  modes: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .optional(),
});

const readSettings = createRememberedJson<SessionSettings>(settingsSchema);
const readMetadata = createRememberedJson<SessionMetadata>(metadataSchema);

const usageSchema: z.ZodType<Usage> = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
});

export function rowToSession(row: SessionRow): Session {
  const what = `session ${row.id}`;
  if (row.head !== null && row.head_id === null) throw damagedRow(what);
  return {
    id: row.id,
    title: row.title,
    createdAt: row.created_at,
    lastActiveAt: row.last_active_at,
    closedAt: row.closed_at,
    headId: row.head_id,
    messageCount: row.head_depth ?? 0,
    settings: readSettings(row.settings, what),
    metadata: readMetadata(row.metadata, what),
    usage: columnsToUsage(row),
    costUsd: row.cost_usd,
    ...(row.checkpoint_id !== null && { checkpointId: row.checkpoint_id }),
    ...(row.known_tree !== null && { knownTree: row.known_tree }),
  };
}

export function rowToMessage(row: MessageRow): Message {
  const what = `message ${row.id}`;
  return {
    id: row.id,
    sessionId: row.session_id,
    parentId: row.parent_id,
    depth: row.depth,
    role: row.role,
    content: readContent(row.content, what),
    createdAt: row.created_at,
    ...(row.model !== null && { model: row.model }),
    ...(row.stop_reason !== null && { stopReason: row.stop_reason }),
    ...(row.usage !== null && { usage: checkedJson(row.usage, usageSchema, what) }),
    ...(row.interrupted === 1 && { interrupted: true }),
    ...(row.decision !== null && { decision: readDecision(row.decision, what) }),
  };
}

export function rowToCheckpoint(row: CheckpointRow): Checkpoint {
  const what = `checkpoint ${row.id}`;
  if (row.message !== null && row.message_id === null) throw damagedRow(what);
  return {
    id: row.id,
    sessionId: row.session_id,
    label: row.label,
    messageId: row.message_id,
    messageCount: row.message_depth ?? 0,
    parentId: row.parent_id,
    automatic: row.automatic === 1,
    createdAt: row.created_at,
    settings: readSettings(row.settings, what),
    ...(row.files !== null && { files: checkedJson(row.files, fileSnapshotSchema, what) }),
  };
}

/** By hand instead of zod: conversations have thousands of messages, and blocks are kept verbatim whatever else they hold. */
function readContent(packed: PackedJson, what: string): ContentBlock[] {
  const value = unpackJson(packed, what);
  if (!Array.isArray(value) || !value.every(isBlock)) throw damagedRow(what);
  return value;
}

function isBlock(value: unknown): value is ContentBlock {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
