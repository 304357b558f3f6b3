import { AppError, isAppError } from '../../shared/lib/appError';
import type { Json } from '../../shared/lib/json';
import type { WorkflowRunResult } from '../../shared/run/state';
import { commonTools } from '../../shared/session/bounds';
import { isToolAllowed } from '../../shared/workflow/allowedTools';
import { WorkflowParameterError, WorkflowValidationError } from '../../shared/workflow/errors';
import { isPlainObject } from '../../shared/workflow/isJson';
import { resolveParameters } from '../../shared/workflow/parameters';
import type { ParameterProblem, WorkflowProblem } from '../../shared/workflow/problems';
import { workflowSchema } from '../../shared/workflow/schema';
import { isError, type WorkflowCatalog } from '../../shared/workflow/validate';
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
  await soundDefinition(ports, order, context);
}

/** Runs what a session orders, once it is checked, to its end. */
export async function runOrder(ports: OrderedRunsPorts, order: WorkflowOrder, context: ToolContext): Promise<WorkflowRunResult> {
  refuseTooMany(ports, context);
  const definition = await soundDefinition(ports, order, context);
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

/** What is to be run, if it can; else all that is wrong with it and with its parameters is thrown at once, and the attempt is put on record. */
async function soundDefinition(ports: OrderedRunsPorts, order: WorkflowOrder, context: ToolContext): Promise<unknown> {
  const { definition, problems } = order.isAuthored
    ? checkAuthoredWorkflow(order.definition, catalogFor(ports, context))
    : { definition: order.definition, problems: [] };
  return onRecord(ports, definition, async () => {
    refuseUnsound(problems, parameterProblems(definition, order.params));
    return definition;
  });
}

/** The tools of everybody, and those that the session was given itself, as far as it may use them. */
function catalogFor({ defaults }: OrderedRunsPorts, { allowedTools, ownTools = [] }: ToolContext): WorkflowCatalog {
  const catalog = defaults().catalog ?? {};
  const everyones = catalog.tools?.filter((name) => isToolAllowed(allowedTools, name));
  return { ...catalog, ...(everyones && { tools: [...everyones, ...ownTools.map(({ name }) => name)] }) };
}

const declaredParametersSchema = workflowSchema.pick({ parameters: true });

/** Found also where the rest of the definition is broken, as long as it can be told which parameters it declares. */
function parameterProblems(definition: unknown, given: WorkflowOrder['params']): readonly ParameterProblem[] {
  const declared = declaredParametersSchema.safeParse(definition);
  if (!declared.success) return [];
  try {
    resolveParameters(declared.data, given);
    return [];
  } catch (error) {
    if (error instanceof WorkflowParameterError) return error.problems;
    throw error;
  }
}

function refuseUnsound(problems: readonly WorkflowProblem[], unfit: readonly ParameterProblem[]): void {
  const ofDefinition = problems.some(isError) ? new WorkflowValidationError(problems) : undefined;
  const ofParameters = unfit.length > 0 ? new WorkflowParameterError(unfit) : undefined;
  const refusal = ofDefinition ?? ofParameters;
  if (!refusal) return;
  const message = [ofDefinition, ofParameters].flatMap((error) => error?.message ?? []).join('\n');
  // Of a parameter everything is an error; the model is told so in the same words.
  throw new AppError(refusal.code, message, [...detailsOf(ofDefinition), ...unfit.map((problem) => ({ severity: 'error', ...problem }))]);
}

function detailsOf(error: AppError | undefined): readonly Json[] {
  return Array.isArray(error?.details) ? error.details : [];
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
