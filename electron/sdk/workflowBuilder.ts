import type { RunEvent } from '../../shared/run/events';
import type { TotalledRunResult } from '../../shared/run/total';
import type { PermissionRules } from '../../shared/session/permissionRules';
import type { PermissionMode } from '../../shared/session/session';
import type {
  McpServerDefinition,
  Position,
  StepMode,
  WorkflowDefinition,
  WorkflowParameter,
  WorkflowStepDefinition,
} from '../../shared/workflow/schema';
import type { Tool } from '../sessions/ports';
import { deepFreeze, ownCopy } from './ownCopy';
import type { RequestPermission } from './runApprovers';

/** Tells `onEvent` listeners apart from the chapter's name for the same thing. */
export type AgentEvent = RunEvent;

/** Chapter 7, "run(params?, options?)", and what semantics.md section 2 adds. */
export type WorkflowRunOptions = {
  /** Called with every event after it is stored; an error thrown here is logged and changes nothing. */
  readonly onEvent?: (event: AgentEvent) => void;
  readonly signal?: AbortSignal;
  readonly workDir?: string;
  readonly permissionMode?: PermissionMode;
  /** For this run and what its steps start, beside those the SDK was made with and those stored. */
  readonly permissions?: PermissionRules;
  readonly maxConcurrency?: number;
  /** Asked in this run, and in what its steps start, in place of the one the SDK was made with. */
  readonly requestPermission?: RequestPermission;
};

/** Chapter 7, "step(id, description, prompt, opts?)". `Ids` are the steps known so far: a misspelt dependency does not compile. */
export type StepOptions<Ids extends string> = {
  readonly dependsOn?: readonly Ids[];
  readonly allowedTools?: readonly string[];
  /** Made with `tool()`; or names, or descriptions as a file has them, of tools that are registered where the workflow runs. */
  readonly tools?: readonly (string | Tool | ToolDescription)[];
  readonly mcpServers?: readonly McpServerDefinition[];
  readonly skillDirectories?: readonly string[];
  readonly model?: string | null;
  readonly systemPrompt?: string;
  readonly mode?: StepMode;
  /** 0 to 10 further attempts after an error that a retry can help. */
  readonly retries?: number;
  /** Bounds each attempt, in milliseconds. */
  readonly timeoutMs?: number;
  readonly maxTurns?: number;
  /** Fields this version does not know; they are kept in the definition as they are. */
  readonly extra?: Readonly<Record<string, unknown>>;
};

/** Stands for the registered tool of that name. */
export type ToolDescription = { readonly name: string; readonly description?: string; readonly [field: string]: unknown };

/** Runs what a builder has built; the SDK provides it. */
export type RunDefinition = (
  definition: WorkflowDefinition,
  params?: Record<string, unknown>,
  options?: WorkflowRunOptions,
) => Promise<TotalledRunResult>;

/**
 * Writes a workflow in code, one chainable call at a time (chapter 7, "Builder DSL"). The builder itself decides nothing: `build()` gives
 * the same plain definition that a JSON file holds, and `run()` hands that to the engine. It keeps what each call was given: what the caller
 * changes afterwards is the caller's.
 */
export class WorkflowBuilder<Ids extends string = never> {
  readonly #run: RunDefinition;
  #definition: WorkflowDefinition;

  constructor(run: RunDefinition, name: string, description?: string) {
    this.#run = run;
    this.#definition = { name, ...(description === undefined ? {} : { description }), steps: [] };
  }

  /** Declares a parameter; prompts refer to it as `$NAME`. */
  param(name: string, definition: WorkflowParameter): this {
    this.#definition.parameters = { ...this.#definition.parameters, [name]: ownCopy(definition) };
    return this;
  }

  /** The model of all steps that name none. `null` clears it: the SDK's own default applies. */
  model(model: string | null): this {
    this.#definition.model = model;
    return this;
  }

  /** The system prompt of all steps that have none. */
  systemPrompt(prompt: string): this {
    this.#definition.systemPrompt = prompt;
    return this;
  }

  /** MCP servers for every step that may use them. */
  mcpServers(servers: readonly McpServerDefinition[]): this {
    this.#definition.mcpServers = ownCopy([...servers]);
    return this;
  }

  /** Where the steps stand on the canvas, in canvas pixels. */
  layout(positions: Readonly<Record<string, Position>>): this {
    this.#definition.layout = ownCopy({ ...positions });
    return this;
  }

  /** Fields of the workflow that this version does not know; they are kept as they are. */
  extra(fields: Readonly<Record<string, unknown>>): this {
    this.#definition = { ...this.#definition, ...ownCopy(fields) }; // an assignment would take `__proto__` for the prototype
    return this;
  }

  /** Adds a step. `dependsOn` takes ids of steps added before; anything else is a compile error. */
  step<const Id extends string>(
    id: Id,
    description: string | undefined,
    prompt: string,
    options: StepOptions<NoInfer<Ids>> = {},
  ): WorkflowBuilder<Ids | Id> {
    const { extra, ...known } = ownCopy(options);
    const step = { id, ...(description === undefined ? {} : { description }), prompt, ...known, ...extra };
    this.#definition.steps.push(step as WorkflowStepDefinition); // differs from StepOptions in `readonly` only
    return this as WorkflowBuilder<Ids | Id>; // the ids live in the type alone
  }

  /** A fresh, deep-frozen definition. */
  build(): WorkflowDefinition {
    return deepFreeze(ownCopy(this.#definition));
  }

  /** Validates, runs and returns the result; see `sdk.workflow.run`. */
  run(params?: Record<string, unknown>, options?: WorkflowRunOptions): Promise<TotalledRunResult> {
    return this.#run(this.build(), params, options);
  }
}
