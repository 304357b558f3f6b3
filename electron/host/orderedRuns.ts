import { AppError, isAppError } from '../../shared/lib/appError';
import type { WorkflowRunResult } from '../../shared/run/state';
import { commonTools } from '../../shared/session/bounds';
import { WorkflowValidationError } from '../../shared/workflow/errors';
import { isPlainObject } from '../../shared/workflow/isJson';
import { resolveParameters } from '../../shared/workflow/parameters';
import { workflowSchema } from '../../shared/workflow/schema';
import { isError } from '../../shared/workflow/validate';
import { isToolAllowed } from '../sessions/allowedTools';
import type { ToolContext } from '../sessions/ports';
import type { Store } from '../store/store';
import { checkAuthoredWorkflow } from '../tools/runWorkflowDefinition';
import type { WorkflowOrder } from '../tools/runWorkflowTool';
import { childRunsOf } from './childRun';
import { refuseTooDeep } from './lineage';
import { type McpServers, serversOf } from './mcpServers';
import type { RunDefaults, Runs } from './runs';
import type { RunTools, ToolScopes } from './toolScopes';

/** A session that has started so many runs is going round in circles. */
export const MAX_RUNS_PER_SESSION = 20;

export type OrderedRunsPorts = {
  readonly store: Pick<Store, 'runs' | 'sessions' | 'attempts'>;
  readonly runs: Pick<Runs, 'start' | 'finish'>;
  readonly defaults: () => RunDefaults;
  readonly now: () => number;
  readonly agree: McpServers['agree'];
  readonly toolScopes: Pick<ToolScopes, 'ofWorkflow'>;
};

/**
 * Whether what a session orders through `run_workflow` can run: what a model wrote is held against what the session itself may use. Nobody has to
 * be asked about what cannot.
 */
export async function checkOrder(ports: OrderedRunsPorts, order: WorkflowOrder, context: ToolContext): Promise<void> {
  refuseTooDeep(ports.store.sessions, context.sessionId);
  refuseTooMany(ports, context);
  const definition = order.isAuthored ? await soundDefinition(ports, order.definition, context) : order.definition;
  await onRecord(ports, definition, async () => {
    resolveParameters(workflowSchema.parse(definition), order.params);
  });
}

/** Runs what a session orders, once it is checked, to its end. */
export async function runOrder(ports: OrderedRunsPorts, order: WorkflowOrder, context: ToolContext): Promise<WorkflowRunResult> {
  refuseTooMany(ports, context);
  const definition = order.isAuthored ? await soundDefinition(ports, order.definition, context) : order.definition;
  // A workflow by name came with its agent, from the person's own code; what a model wrote can bring no servers.
  if (!order.isAuthored) await ports.agree(serversOf(definition), context.workDir);
  const handle = await ports.runs.start(
    { definition: withinBounds(definition, context.allowedTools), params: order.params },
    { signal: context.signal, tools: toolsOf(ports, order, context) },
  );
  return handle.result;
}

/** How to go on with the run that a call had started when its host was cut off; nothing when it had started none. */
export function goOnWithOrder(
  ports: OrderedRunsPorts,
  order: WorkflowOrder,
  context: ToolContext,
): (() => Promise<WorkflowRunResult>) | undefined {
  const { store, runs, agree } = ports;
  const run = childRunsOf(store.runs, context.sessionId).find(({ parentCallId }) => parentCallId === context.callId);
  if (!run) return undefined;
  return async () => {
    await agree(serversOf(store.runs.get(run.runId)?.definition), context.workDir);
    return runs.finish(run.runId, { signal: context.signal, tools: toolsOf(ports, order, context) });
  };
}

/** What the steps of an order can name: what the workflow came with; or, where a model wrote it, what its session was given itself. */
function toolsOf(
  { toolScopes }: OrderedRunsPorts,
  { definition, isAuthored }: WorkflowOrder,
  { metadata, ownTools }: ToolContext,
): RunTools {
  if (isAuthored) return () => ownTools ?? [];
  const { name } = Object(definition);
  return toolScopes.ofWorkflow(metadata.agent, name);
}

function refuseTooMany(ports: OrderedRunsPorts, context: ToolContext): void {
  const { total } = ports.store.runs.list({ parentSessionId: context.sessionId, limit: 1 });
  if (total >= MAX_RUNS_PER_SESSION) {
    throw new AppError(
      'INVALID_INPUT',
      `This session has started ${total} workflows, which is the most there can be. Nothing was run. Answer with what you have.`,
    );
  }
}

/** What a model wrote, if it can run with the tools that the session has itself; the attempt is put on record otherwise. */
async function soundDefinition(ports: OrderedRunsPorts, given: unknown, { allowedTools, ownTools = [] }: ToolContext): Promise<unknown> {
  const catalog = ports.defaults().catalog ?? {};
  const everyones = catalog.tools?.filter((name) => isToolAllowed(allowedTools, name));
  const tools = everyones && [...everyones, ...ownTools.map(({ name }) => name)];
  const { definition, problems } = checkAuthoredWorkflow(given, { ...catalog, ...(tools && { tools }) });
  return onRecord(ports, definition, async () => {
    if (problems.some(isError)) throw new WorkflowValidationError(problems);
    return definition;
  });
}

async function onRecord<T>({ store, now }: OrderedRunsPorts, definition: unknown, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    const { name } = Object(definition);
    const problems = (isAppError(error) && error.details) || null;
    const workflowName = typeof name === 'string' ? name : '';
    await store.attempts.add({ at: new Date(now()).toISOString(), source: 'agent', workflowName, problems });
    throw error;
  }
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
