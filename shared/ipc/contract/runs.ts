import { z } from 'zod';
import type { Json } from '../../lib/json';
import type { RunEvent, RunStatus } from '../../run/events';
import type { StartedWithin } from '../../run/state';
import type { Usage } from '../../run/usage';
import { type PermissionRules, permissionRulesSchema } from '../../session/permissionRules';
import { PERMISSION_MODES, type PermissionMode } from '../../session/session';
import { type WorkflowDefinition, workflowSchema } from '../../workflow/schema';
import { command, of, query, stream } from '../define';

export type RunSummary = {
  readonly runId: string;
  /** The stored workflow it was started from, if any (it may be deleted since). */
  readonly workflowId: string | null;
  readonly workflowName: string;
  readonly status: RunStatus;
  readonly aborted: boolean;
  readonly rehearsal: boolean;
  readonly startedAt: string;
  readonly durationMs: number | null;
  readonly stepCount: number;
  readonly completedSteps: number;
  readonly usage: Usage;
  readonly costUsd: number | null;
  readonly params: { readonly [name: string]: Json };
};

export type RunDetail = RunSummary & {
  /** As it was when the run began. */
  readonly definition: WorkflowDefinition;
  readonly workDir: string;
  readonly permissionMode: PermissionMode;
  readonly maxConcurrency: number;
  /** Given for this run, beside the person's own rules and those of the workflow. */
  readonly permissions?: PermissionRules;
};

/** A run that a tool call of a session started. */
export type ChildRun = RunSummary & { readonly parentCallId: string };

const runId = z.string().min(1).max(64);
const limit = z.number().int().min(1).max(1000).default(200);

export const startRunSchema = z.object({
  workflowId: z.string().min(1).max(64).nullable().default(null),
  definition: workflowSchema,
  params: z.record(z.string(), z.unknown()).default({}),
  workDir: z.string().min(1).optional(),
  permissionMode: z.enum(PERMISSION_MODES).default('default'),
  /** For this run and what it starts, beside the stored ones. */
  permissions: permissionRulesSchema.optional(),
  rehearse: z.boolean().default(false),
  maxConcurrency: z.number().int().min(1).max(64).optional(),
});

export const runsContract = {
  list: query(
    z.object({ search: z.string().default(''), workflowId: z.string().optional(), limit, offset: z.number().int().min(0).default(0) }),
    of<{ readonly runs: readonly RunSummary[]; readonly total: number }>(),
  ),
  get: query(z.object({ runId }), of<RunDetail>()),
  /** What the tool calls of a session started, oldest first; these are in no other list. */
  children: query(z.object({ sessionId: z.string().min(1).max(64) }), of<readonly ChildRun[]>()),
  /** What the steps of a run started, however deep, and what that cost: it comes on top of the run's own. */
  startedWithin: query(z.object({ runId }), of<StartedWithin>()),
  /** `INVALID_WORKFLOW` / `INVALID_PARAMETERS` with all problems; otherwise the run is stored when this resolves. */
  start: command(startRunSchema, of<{ readonly runId: string }>()),
  stop: command(z.object({ runId }), of<null>()),
  resume: command(z.object({ runId }), of<null>()),
  retryStep: command(z.object({ runId, stepId: z.string() }), of<null>()),
  /** A step goes on in its session, from where that stands now, and all that depends on it runs again, in the same run. `CONFLICT` while it is under way. */
  rerunStep: command(z.object({ runId, stepId: z.string() }), of<null>()),
  delete: command(z.object({ runId }), of<null>()),
  /** All events after `after` in batches, first the stored ones, then live ones; ends once the run is over. */
  events: stream(z.object({ runId, after: z.number().int().min(0).default(0) }), of<readonly RunEvent[]>()),
  /** Yields at once and whenever the list may have changed. */
  changes: stream(z.object({}), of<{ readonly at: string }>()),
};
