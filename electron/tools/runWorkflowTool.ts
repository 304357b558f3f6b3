import { z } from 'zod';
import { type AppErrorCode, isAppError } from '../../shared/lib/appError';
import type { Json } from '../../shared/lib/json';
import type { WorkflowRunResult } from '../../shared/run/state';
import type { WorkflowDefinition } from '../../shared/workflow/schema';
import type { Tool, ToolContext, ToolResult } from '../sessions/ports';
import { authoredWorkflowSchema } from './runWorkflowDefinition';
import { readGivenParameters } from './runWorkflowParameters';
import { describeRefusal, describeRun } from './runWorkflowResult';

export const RUN_WORKFLOW = 'run_workflow';

export type WorkflowOrder = {
  readonly definition: unknown;
  readonly params: { readonly [name: string]: unknown };
  /** Written by the model, not given to it. */
  readonly isAuthored: boolean;
};

export type RunWorkflowPorts = {
  /** Choices by name. */
  readonly workflows: readonly WorkflowDefinition[];
  /** Rejects with `INVALID_WORKFLOW` or `INVALID_PARAMETERS` and all problems as details, or with a sentence for the model, when it cannot run. */
  check(order: WorkflowOrder, context: ToolContext): Promise<void>;
  /** Runs it to its end. Rejects like `check`. */
  run(order: WorkflowOrder, context: ToolContext): Promise<WorkflowRunResult>;
  /** How to bring the run that this very call had started to its end; nothing when it had started none. */
  goOn(order: WorkflowOrder, context: ToolContext): (() => Promise<WorkflowRunResult>) | undefined;
};

/** Lets an agent run a workflow: one it designs, or one it was given. Whatever is wrong with the order goes back to the model, whole. */
export function createRunWorkflowTool({ workflows, check, run, goOn }: RunWorkflowPorts): Tool {
  return {
    name: RUN_WORKFLOW,
    description: [DESCRIPTION, ...workflows.map(({ name, description }) => `- ${name}: ${description ?? ''}`)].join('\n'),
    inputSchema: offeredInput(workflows.map(({ name }) => name)),
    isReadOnly: false,
    async check(input, context) {
      const order = readOrder(input, workflows);
      if (typeof order === 'string') return failure(order);
      return orRefusal(async () => {
        await check(order, context);
        return undefined;
      });
    },
    async execute(input, context) {
      const order = readOrder(input, workflows);
      if (typeof order === 'string') return failure(order);
      return orRefusal(async () => describeRun(await run(order, context)));
    },
    goOn(input, context) {
      const order = readOrder(input, workflows);
      const work = typeof order === 'string' ? undefined : goOn(order, context);
      return work && (async () => describeRun(await work()));
    },
  };
}

/** What is to be run, or a sentence about what is wrong with the input. */
function readOrder(input: Json, workflows: readonly WorkflowDefinition[]): WorkflowOrder | string {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) return `The input does not fit. Nothing was run.\n${z.prettifyError(parsed.error)}`;
  const params = readGivenParameters(parsed.data.params);
  if (typeof params === 'string') return `${params} Nothing was run.`;
  const authored = parsed.data.definition ?? undefined;
  const name = parsed.data.workflow ?? undefined;
  if ((authored === undefined) === (name === undefined)) return 'Give either "definition" or "workflow". Nothing was run.';
  const definition = authored ?? workflows.find((candidate) => candidate.name === name);
  if (definition === undefined) return unknownWorkflow(name ?? '', workflows);
  return { definition, params, isAuthored: authored !== undefined };
}

/** What `work` answers; or, where the order is at fault, its problems as data. */
async function orRefusal<T>(work: () => Promise<T>): Promise<T | ToolResult> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error) && REFUSALS.has(error.code) && error.details !== undefined) return describeRefusal(error.details);
    throw error;
  }
}

const DESCRIPTION = `Runs a workflow of several steps and returns what each came to. Each step is an agent of its own with its own prompt and tools; steps that do not depend on each other run side by side. Give "definition" to run a workflow you design, or "workflow" for one of those listed below, if any. Steps can do no more than you may do yourself. A definition with mistakes is not run; all of them are reported.`;

/** Loose where validation has more to say than a schema, and where models write `null` for what they leave out. */
const inputSchema = z.object({
  definition: z.unknown().optional(),
  workflow: z.string().nullish(),
  params: z.unknown().optional(),
});

function offeredInput(names: readonly string[]): Json {
  const schema = z.object({
    definition: authoredWorkflowSchema.optional().describe('A workflow you design.'),
    ...(names.length > 0 && { workflow: z.enum(names).optional().describe('A workflow you were given.') }),
    params: z.record(z.string(), z.unknown()).optional().describe('Values of the parameters, by name.'),
  });
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return json as Json; // sound: a JSON schema is JSON; zod's type is wider because its keys are optional
}

const REFUSALS: ReadonlySet<AppErrorCode> = new Set(['INVALID_WORKFLOW', 'INVALID_PARAMETERS']);

function unknownWorkflow(name: string, workflows: readonly WorkflowDefinition[]): string {
  const names = workflows.map((workflow) => workflow.name).join(', ');
  return `There is no workflow "${name}". ${names ? `There are: ${names}.` : 'You were given none: design one and give it as "definition".'}`;
}

function failure(content: string): ToolResult {
  return { content, isError: true };
}
