import { AppError } from '../../shared/lib/appError';
import type { WorkflowRunResult } from '../../shared/run/state';
import { commonTools } from '../../shared/session/bounds';
import { WorkflowValidationError } from '../../shared/workflow/errors';
import { isPlainObject } from '../../shared/workflow/isJson';
import { isError } from '../../shared/workflow/validate';
import { isToolAllowed } from '../sessions/allowedTools';
import type { ToolContext } from '../sessions/ports';
import type { Store } from '../store/store';
import { checkAuthoredWorkflow } from '../tools/runWorkflowDefinition';
import type { WorkflowOrder } from '../tools/runWorkflowTool';
import { type McpServers, serversOf } from './mcpServers';
import type { RunDefaults, Runs } from './runs';

/** A session that has started so many runs is going round in circles. */
export const MAX_RUNS_PER_SESSION = 20;

export type OrderedRunsPorts = {
  readonly store: Pick<Store, 'runs' | 'attempts'>;
  readonly runs: Pick<Runs, 'start'>;
  readonly defaults: () => RunDefaults;
  readonly now: () => number;
  readonly agree: McpServers['agree'];
};

/** Runs what a session orders through `run_workflow`, to its end. What a model wrote is checked first, against what the session itself may use. */
export async function runOrder(ports: OrderedRunsPorts, order: WorkflowOrder, context: ToolContext): Promise<WorkflowRunResult> {
  const { total } = ports.store.runs.list({ parentSessionId: context.sessionId, limit: 1 });
  if (total >= MAX_RUNS_PER_SESSION) {
    throw new AppError(
      'INVALID_INPUT',
      `This session has started ${total} workflows, which is the most there can be. Nothing was run. Answer with what you have.`,
    );
  }
  const definition = order.isAuthored ? await soundDefinition(ports, order.definition, context) : order.definition;
  // A workflow by name came with its agent, from the person's own code; what a model wrote can bring no servers.
  if (!order.isAuthored) await ports.agree(serversOf(definition), context.workDir);
  const handle = await ports.runs.start(
    { definition: withinBounds(definition, context.allowedTools), params: order.params },
    { signal: context.signal },
  );
  return handle.result;
}

/** What a model wrote, if it can run with the tools that the session has itself; the attempt is put on record otherwise. */
async function soundDefinition(
  { store, defaults, now }: OrderedRunsPorts,
  given: unknown,
  { allowedTools }: ToolContext,
): Promise<unknown> {
  const catalog = defaults().catalog ?? {};
  const tools = catalog.tools?.filter((name) => isToolAllowed(allowedTools, name));
  const { definition, problems } = checkAuthoredWorkflow(given, { ...catalog, ...(tools && { tools }) });
  if (!problems.some(isError)) return definition;
  const error = new WorkflowValidationError(problems);
  const name = isPlainObject(definition) && typeof definition.name === 'string' ? definition.name : '';
  await store.attempts.add({ at: new Date(now()).toISOString(), source: 'agent', workflowName: name, problems: error.details ?? null });
  throw error;
}

/** No step may use what the session that starts it may not. */
function withinBounds(definition: unknown, bounds: readonly string[] | undefined): unknown {
  if (bounds === undefined || !isPlainObject(definition) || !Array.isArray(definition.steps)) return definition;
  const steps = definition.steps.map((step: unknown) => {
    if (!isPlainObject(step)) return step;
    const { allowedTools } = step;
    return { ...step, allowedTools: commonTools(Array.isArray(allowedTools) ? allowedTools : undefined, bounds) };
  });
  return { ...definition, steps };
}
