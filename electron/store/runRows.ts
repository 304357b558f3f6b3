import { z } from 'zod';
import type { RunSummary } from '../../shared/ipc/contract/runs';
import type { Json } from '../../shared/lib/json';
import type { RunStatus } from '../../shared/run/events';
import type { Usage } from '../../shared/run/usage';
import { permissionRulesSchema } from '../../shared/session/permissionRules';
import type { PermissionMode } from '../../shared/session/session';
import { workflowSchema } from '../../shared/workflow/schema';
import { checkedJson } from './checkedJson';
import type { PackedJson } from './packedJson';
import type { RunRecord } from './records';

/** A summary of a run, as its columns. The CHECK constraints and STRICT tables vouch for the types. */
export type RunSummaryRow = UsageColumns & {
  readonly id: string;
  readonly workflow_id: string | null;
  readonly workflow_name: string;
  readonly status: RunStatus;
  readonly aborted: 0 | 1;
  readonly rehearsal: 0 | 1;
  readonly started_at: string;
  readonly duration_ms: number | null;
  readonly step_count: number;
  readonly completed_steps: number;
  readonly cost_usd: number | null;
  readonly parameters: PackedJson;
};

export type RunRow = RunSummaryRow & {
  readonly parent_session_id: string | null;
  readonly parent_call_id: string | null;
  readonly last_seq: number;
  readonly definition: PackedJson;
  readonly work_dir: string;
  readonly permission_mode: PermissionMode;
  readonly permissions: PackedJson | null;
  readonly max_concurrency: number;
  readonly model: string | null;
  readonly system_prompt: string;
};

/** Every table that counts tokens has these. */
export type UsageColumns = {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
};

export const RUN_SUMMARY_COLUMNS = `runs.id, workflow_id, workflow_name, status, aborted, rehearsal, started_at, duration_ms, step_count, completed_steps,
  input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd, parameters`;

export const RUN_COLUMNS = `${RUN_SUMMARY_COLUMNS}, parent_session_id, parent_call_id, last_seq, definition, work_dir, permission_mode, permissions, max_concurrency,
  model, system_prompt`;

const parametersSchema: z.ZodType<{ readonly [name: string]: Json }> = z.record(z.string(), z.json());

export function rowToRunSummary(row: RunSummaryRow): RunSummary {
  return {
    runId: row.id,
    workflowId: row.workflow_id,
    workflowName: row.workflow_name,
    status: row.status,
    aborted: row.aborted === 1,
    rehearsal: row.rehearsal === 1,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    stepCount: row.step_count,
    completedSteps: row.completed_steps,
    usage: columnsToUsage(row),
    costUsd: row.cost_usd,
    params: checkedJson(row.parameters, parametersSchema, `run ${row.id}`),
  };
}

export function rowToRun(row: RunRow): RunRecord {
  return {
    ...rowToRunSummary(row),
    definition: checkedJson(row.definition, workflowSchema, `run ${row.id}`),
    workDir: row.work_dir,
    permissionMode: row.permission_mode,
    ...(row.permissions !== null && { permissions: checkedJson(row.permissions, permissionRulesSchema, `run ${row.id}`) }),
    maxConcurrency: row.max_concurrency,
    modelSettings: { model: row.model, systemPrompt: row.system_prompt },
    parentSessionId: row.parent_session_id,
    parentCallId: row.parent_call_id,
    lastSeq: row.last_seq,
  };
}

export function columnsToUsage(row: UsageColumns): Usage {
  return {
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cacheReadTokens: row.cache_read_tokens,
    cacheWriteTokens: row.cache_write_tokens,
  };
}
