import { z } from 'zod';
import type { PriceTable } from '../../shared/catalog/prices';
import { AppError } from '../../shared/lib/appError';
import { type PermissionRules, permissionRulesSchema } from '../../shared/session/permissionRules';
import { SANDBOX_MODES, type SandboxMode } from '../../shared/session/sandbox';
import { PERMISSION_MODES, type PermissionMode, type SessionSettings, type SessionStateName } from '../../shared/session/session';
import { type McpServerDefinition, mcpServerSchema, type ReadonlyWorkflow, type StepMode } from '../../shared/workflow/schema';
import type { SecretSource } from '../platform/secrets';
import type { Tool } from '../sessions/ports';
import type { SessionManagerOptions } from '../sessions/sessionManager';
import type { TurnFact } from '../sessions/turnFacts';
import type { ServerLimits } from '../tools/mcp/serverLimits';
import type { Approver } from '../tools/permissionGate';

/** Where model requests go. What is left out is read from `ANTHROPIC_API_KEY`, `ANTHROPIC_AUTH_TOKEN` and `ANTHROPIC_BASE_URL`. */
export type ClientOptions = { readonly apiKey?: string; readonly authToken?: string; readonly baseURL?: string };

/** An agent that sessions can hand tasks to (chapter 7, "Deployment Modes"). What it leaves out comes from the session that calls it. */
export type AgentOptions = {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  /** For the model that chooses an agent: what it is good at. */
  readonly description: string;
  readonly systemPrompt?: string;
  readonly model?: string | null;
  /** Only these, and of them only what the calling session may use itself. */
  readonly allowedTools?: readonly string[];
  /** Further tools: made with `tool()`, or names. */
  readonly tools?: readonly (string | Tool)[];
  readonly mcpServers?: readonly McpServerDefinition[];
  /** The agent can run these by name, through the tool `run_workflow`. */
  readonly workflows?: readonly ReadonlyWorkflow[];
};

/** semantics.md, section 4. Everything has a default; without a key and a server, runs are rehearsals that call no model. */
export type AgentSdkOptions = {
  /** Where sessions and runs work unless they say otherwise. Default: the current folder. */
  readonly workDir?: string;
  /** The file everything is kept in. Default: the person's own store, which window and terminal use too. */
  readonly database?: string;
  readonly model?: string | null;
  readonly systemPrompt?: string;
  readonly client?: ClientOptions;
  /** Offered to every session beside the built-in ones. */
  readonly tools?: readonly Tool[];
  /** Offered to every session, as `<server>__<tool>`. Values may be `${secret:NAME}`. */
  readonly mcpServers?: readonly McpServerDefinition[];
  /** Folders of skills for every session (`<directory>/<skill>/SKILL.md`), besides those of the person and of the work directory. */
  readonly skillDirectories?: readonly string[];
  /** Where `${secret:NAME}` is looked up, in place of the secrets set in Settings. */
  readonly secrets?: SecretSource;
  /** How long those servers may take to start and to answer. */
  readonly mcpLimits?: Partial<ServerLimits>;
  /** Offered to every session through the tool `task`. An agent's own tools and workflows are its alone. */
  readonly agents?: readonly AgentOptions[];
  readonly permissionMode?: PermissionMode;
  readonly permissions?: PermissionRules;
  /** Keeps shell commands to the work directory, on Linux with bubblewrap: `on`, or `offline` without a network as well. Default: as in Settings, `off` at first. */
  readonly sandbox?: SandboxMode;
  /** After reading untrusted text, what changes things asks again, unless a rule that begins with `trusted ` allows it. Default: as in Settings, off at first. */
  readonly askAfterUntrusted?: boolean;
  /** Asked before a tool that may change something runs. Without it, asking is a denial that the model is told about. */
  readonly requestPermission?: Approver['ask'];
  readonly sessionManager?: Partial<SessionManagerOptions>;
  /** Each step of a run keeps the files of its work directory before and after, so that what it changed can be taken back. Default: as in Settings. */
  readonly keepStepFiles?: boolean;
  /**
   * US dollars per million tokens, by names of models or beginnings of names and a `*`. They come before the person's own prices, and these before the
   * built-in ones.
   */
  readonly prices?: PriceTable;
};

export type CreateSessionOptions = {
  readonly title?: string;
  readonly systemPrompt?: string;
  readonly model?: string | null;
  readonly workDir?: string;
  readonly mode?: StepMode;
  readonly maxTurns?: number;
  readonly permissionMode?: PermissionMode;
  /** Only these are offered and run. Entries may end in `*`. */
  readonly allowedTools?: readonly string[];
  /** Further tools: made with `tool()`, or names of tools the SDK was given. */
  readonly tools?: readonly (string | Tool)[];
  readonly mcpServers?: readonly McpServerDefinition[];
  readonly skillDirectories?: readonly string[];
};

/** For one turn; replaces what the session was made with. */
export type SendOptions = {
  /** Not for this turn alone: the session works in this folder from now on, as when its own was moved. */
  readonly workDir?: string;
  readonly model?: string | null;
  readonly systemPrompt?: string;
  readonly mode?: StepMode;
  readonly maxTurns?: number;
  readonly permissionMode?: PermissionMode;
  readonly allowedTools?: readonly string[];
  readonly tools?: readonly Tool[];
  readonly signal?: AbortSignal;
  /** Called with everything that happens in the turn; an error thrown here is logged and changes nothing. */
  readonly onEvent?: (event: TurnFact) => void;
};

export type RunOptions = CreateSessionOptions & Pick<SendOptions, 'signal' | 'onEvent'>;

/** Which sessions to list; `search` looks at titles, ids and every word said. At most 200 unless `limit` says otherwise. */
export type ListFilter = {
  readonly state?: SessionStateName;
  readonly search?: string;
  readonly limit?: number;
  readonly offset?: number;
};

const text = z.string();
const settingFields = {
  systemPrompt: text.optional(),
  model: text.min(1).nullable().optional(),
  workDir: text.min(1).optional(),
  mode: z.enum(['react', 'single']).optional(),
  maxTurns: z.number().int().min(1).optional(),
  permissionMode: z.enum(PERMISSION_MODES).optional(),
  allowedTools: z.array(text).optional(),
  mcpServers: z.array(mcpServerSchema).optional(),
  skillDirectories: z.array(text).optional(),
};
const callback = z.custom((value) => value === undefined || typeof value === 'function', 'must be a function').optional();
const toolSchema = z.custom((value) => isTool(value), 'must be made with tool()');
const agentSchema = z.looseObject({
  name: text,
  description: text,
  tools: z.array(z.union([text, toolSchema])).optional(),
  workflows: z.array(z.looseObject({})).optional(),
});
const optionsSchema = z.looseObject({
  ...settingFields,
  title: text.optional(),
  tools: z.array(z.union([text, toolSchema])).optional(),
  agents: z.array(agentSchema).optional(),
  signal: z.instanceof(AbortSignal).optional(),
  onEvent: callback,
  requestPermission: callback,
  permissions: permissionRulesSchema.optional(),
  sessionManager: z.looseObject({}).optional(),
  sandbox: z.enum(SANDBOX_MODES).optional(),
  askAfterUntrusted: z.boolean().optional(),
});

/** Made with `tool()`, or by hand in its likeness. */
export function isTool(entry: unknown): entry is Tool {
  const { name, execute } = Object(entry);
  return typeof name === 'string' && typeof execute === 'function';
}

/** Refuses with `INVALID_INPUT` what a caller without types may have got wrong. */
export function checkOptions(options: unknown): void {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) throw new AppError('INVALID_INPUT', `These options do not fit:\n${z.prettifyError(parsed.error)}`);
}

type SettingOptions = Pick<SendOptions, 'model' | 'systemPrompt' | 'mode' | 'maxTurns' | 'permissionMode' | 'allowedTools'>;

const runOptionsSchema = z.looseObject({
  workDir: text.min(1).optional(),
  permissionMode: z.enum(PERMISSION_MODES).optional(),
  permissions: permissionRulesSchema.optional(),
  maxConcurrency: z.number().int().min(1).optional(),
  signal: z.instanceof(AbortSignal).optional(),
  onEvent: callback,
  requestPermission: callback,
});

/** The same for what a run is started with. */
export function checkRunOptions(params: unknown, options: unknown): void {
  const given = z.object({ params: z.looseObject({}).optional(), options: runOptionsSchema.optional() });
  const parsed = given.safeParse({ params, options });
  if (!parsed.success) throw new AppError('INVALID_INPUT', `This cannot be run as asked:\n${z.prettifyError(parsed.error)}`);
}

const goOnOptionsSchema = z.looseObject({
  signal: z.instanceof(AbortSignal).optional(),
  onEvent: callback,
  requestPermission: callback,
  tools: z.array(toolSchema).optional(),
});

/** The same for what a run goes on with. */
export function checkGoOnOptions(options: unknown): void {
  const parsed = goOnOptionsSchema.safeParse(options);
  if (!parsed.success) throw new AppError('INVALID_INPUT', `The run cannot go on as asked:\n${z.prettifyError(parsed.error)}`);
}

/** A server refuses a blank message, and what is no text at all would break the session for good. */
export function checkPrompt(prompt: unknown): void {
  if (typeof prompt === 'string' && prompt.trim() !== '') return;
  throw new AppError('INVALID_INPUT', 'There is nothing to send: give the prompt as text that is not blank.');
}

/** The settings among the options, and only those that were given. */
export function givenSettings(options: SettingOptions): Partial<Omit<SessionSettings, 'workDir'>> {
  const { model, systemPrompt, mode, maxTurns, permissionMode, allowedTools } = options;
  const given = { model, systemPrompt, mode, maxTurns, permissionMode, allowedTools };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
