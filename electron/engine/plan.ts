import { AppError } from '../../shared/lib/appError';
import type { Json } from '../../shared/lib/json';
import type { PermissionMode } from '../../shared/session/session';
import { WorkflowValidationError } from '../../shared/workflow/errors';
import { buildGraph, type StepGraph } from '../../shared/workflow/graph';
import { isPlainObject } from '../../shared/workflow/isJson';
import { resolveParameters } from '../../shared/workflow/parameters';
import { type WorkflowDefinition, workflowSchema } from '../../shared/workflow/schema';
import { isError, validateWorkflow, type WorkflowCatalog } from '../../shared/workflow/validate';

export const DEFAULT_MAX_CONCURRENCY = 10;

export type PlanOptions = {
  /** The host chooses it, so that it can store the run before anything happens in it. */
  readonly runId: string;
  readonly workDir?: string | undefined;
  readonly permissionMode?: PermissionMode | undefined;
  readonly maxConcurrency?: number | undefined;
  readonly catalog?: WorkflowCatalog | undefined;
};

/** Everything a run is, before it begins. Definition and params are what to store: planning them again gives the same plan. */
export type RunPlan = {
  readonly runId: string;
  /** A frozen copy: whatever the caller does to the original does not reach the run. */
  readonly definition: WorkflowDefinition;
  readonly params: { readonly [name: string]: Json };
  /** Parameters as they stand in prompts. */
  readonly parameterTexts: ReadonlyMap<string, string>;
  readonly graph: StepGraph;
  readonly maxConcurrency: number;
  readonly workDir: string | undefined;
  readonly permissionMode: PermissionMode | undefined;
};

/**
 * Turns a definition and parameters into a plan, or throws `WorkflowValidationError`, `WorkflowParameterError` (with all problems)
 * or `INVALID_INPUT`. Pure: nothing has happened when it throws.
 */
export function planRun(definition: unknown, params: Readonly<Record<string, unknown>>, options: PlanOptions): RunPlan {
  const problems = validateWorkflow(definition, options.catalog);
  if (problems.some(isError)) throw new WorkflowValidationError(problems);
  const maxConcurrency = options.maxConcurrency ?? DEFAULT_MAX_CONCURRENCY;
  if (!Number.isInteger(maxConcurrency) || maxConcurrency < 1) {
    throw new AppError('INVALID_INPUT', `maxConcurrency must be a whole number of at least 1, not ${maxConcurrency}.`);
  }
  const frozen = frozenCopy(workflowSchema.parse(definition));
  const { inputs, texts } = resolveParameters(frozen, params);
  return {
    runId: options.runId,
    definition: frozen,
    params: inputs,
    parameterTexts: texts,
    graph: buildGraph(frozen.steps),
    maxConcurrency,
    workDir: options.workDir,
    permissionMode: options.permissionMode,
  };
}

/** Copies plain data and freezes it; functions and class instances (a library's own tools) are taken as they are. */
function frozenCopy<T>(value: T): T {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T; // the same elements in the same places
  if (!isPlainObject(value)) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, field]) => [key, frozenCopy(field)]))) as T; // the same fields
}
