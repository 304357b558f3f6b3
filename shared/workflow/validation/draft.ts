import { type Components, stronglyConnectedComponents } from '../components';
import { buildGraph, type StepGraph } from '../graph';
import { isPlainObject } from '../isJson';
import {
  parameterSchema,
  stepSchema,
  type WorkflowDefinition,
  type WorkflowParameter,
  type WorkflowStepDefinition,
  workflowSchema,
} from '../schema';

export type DraftStep = Partial<WorkflowStepDefinition>;

/** What can be made of a definition, whole or not: fields of a wrong shape are missing from it, so that all else can still be checked. */
export type Draft = {
  readonly name: string | undefined;
  readonly model: string | null | undefined;
  readonly systemPrompt: string | undefined;
  readonly mcpServers: WorkflowDefinition['mcpServers'];
  readonly steps: readonly DraftStep[];
  readonly hasSteps: boolean;
  readonly parameters: ReadonlyMap<string, Partial<WorkflowParameter>>;
  readonly graph: StepGraph;
  readonly components: Components;
};

export function wholeDraft(definition: WorkflowDefinition): Draft {
  return draftOf(definition, definition.steps, definition.parameters ?? {});
}

/** Keeps what is sound of a value that is not a workflow. */
export function salvageDraft(value: unknown): Draft {
  const raw = isPlainObject(value) ? value : {};
  const { shape } = workflowSchema;
  const steps = Array.isArray(raw.steps) ? raw.steps.map((step) => soundFields(stepSchema.shape, step)) : undefined;
  const parameters = Object.entries(isPlainObject(raw.parameters) ? raw.parameters : {});
  const { name, model, systemPrompt, mcpServers } = soundFields(
    { name: shape.name, model: shape.model, systemPrompt: shape.systemPrompt, mcpServers: shape.mcpServers },
    raw,
  );
  return draftOf(
    { name, model, systemPrompt, mcpServers },
    steps,
    Object.fromEntries(parameters.map(([key, parameter]) => [key, soundFields(parameterSchema.shape, parameter)])),
  );
}

function draftOf(
  { name, model, systemPrompt, mcpServers }: Partial<Pick<WorkflowDefinition, 'name' | 'model' | 'systemPrompt' | 'mcpServers'>>,
  steps: readonly DraftStep[] | undefined,
  parameters: Readonly<Record<string, Partial<WorkflowParameter>>>,
): Draft {
  // A step without an id gets one that nothing can name, so that positions in the graph are positions in the definition.
  const graph = buildGraph((steps ?? []).map((step, index) => ({ ...step, id: step.id ?? `\0${index}` })));
  return {
    name,
    model,
    systemPrompt,
    mcpServers,
    steps: steps ?? [],
    hasSteps: steps !== undefined,
    parameters: new Map(Object.entries(parameters)),
    graph,
    components: stronglyConnectedComponents(graph),
  };
}

type Shape = Readonly<Record<string, { safeParse(value: unknown): { success: true; data: unknown } | { success: false } }>>;
type Fields<S extends Shape> = { [K in keyof S]?: Extract<ReturnType<S[K]['safeParse']>, { success: true }>['data'] };

function soundFields<S extends Shape>(shape: S, value: unknown): Fields<S> {
  const fields: Record<string, unknown> = {};
  if (isPlainObject(value)) {
    for (const [key, schema] of Object.entries(shape)) {
      const parsed = Object.hasOwn(value, key) ? schema.safeParse(value[key]) : undefined;
      if (parsed?.success) fields[key] = parsed.data;
    }
  }
  return fields as Fields<S>; // each key was parsed by the schema of that key
}
