import { resolve } from 'node:path';
import { type TotalledRunResult, totalled } from '../../shared/run/total';
import type { Session, SessionSettings, SessionStateName } from '../../shared/session/session';
import { titleOfPrompt } from '../../shared/session/title';
import type { ReadonlyWorkflow } from '../../shared/workflow/schema';
import type { RunHandle } from '../engine/runWorkflow';
import { createHost, type Host } from '../host/createHost';
import { serversOf } from '../host/mcpServers';
import { throwIfAborted } from '../sessions/interruption';
import type { Tool } from '../sessions/ports';
import type { PruneFilter, SessionStats } from '../sessions/sessionCleanup';
import { SESSION_MANAGER_DEFAULTS } from '../sessions/sessionManager';
import { DEFAULT_MAX_TURNS } from '../sessions/turnLoop';
import type { AgentReply, AgentSession } from './agentSession';
import { checkedId, checkedListFilter, checkedPruneFilter, checkedTitle } from './checkArguments';
import { namesOf, splitAgents, toolsOfSteps, withToolNames } from './namedTools';
import { refuseOldNode } from './nodeVersion';
import { refusingOnceClosed } from './openHost';
import {
  type AgentSdkOptions,
  type CreateSessionOptions,
  checkGoOnOptions,
  checkOptions,
  checkPrompt,
  checkRunOptions,
  givenSettings,
  isTool,
  type ListFilter,
  type RunOptions,
} from './options';
import { givenCopies, ownCopy } from './ownCopy';
import { parallel, race } from './parallel';
import { RunApprovers } from './runApprovers';
import { StoredAgentSession } from './storedAgentSession';
import { joinTaskSignal } from './taskScope';
import { WorkflowBuilder, type WorkflowRunOptions } from './workflowBuilder';

/** A definition, also one that the caller has a type of their own for; or JSON that an agent wrote and that only running it will check. */
export type DirectDefinition =
  | ReadonlyWorkflow
  | { readonly name: string; readonly steps: readonly { readonly id: string; readonly prompt: string }[] }
  | { readonly [key: string]: unknown };

/** A run that goes on keeps its folder and its permission mode. */
export type GoOnOptions = Pick<WorkflowRunOptions, 'onEvent' | 'signal' | 'requestPermission'> & {
  /** Tools made with `tool()` that its steps name; a process that did not start the run has no others than these and those of `createAgentSdk`. */
  readonly tools?: readonly Tool[];
};

export type WorkflowApi = {
  /** Begins a workflow in code. */
  define(name: string, description?: string): WorkflowBuilder;
  /**
   * Validates, stores and runs a definition. Rejects with `WorkflowValidationError` or `WorkflowParameterError` before anything has happened;
   * a run that fails resolves, with `status` and the failed steps' `error`.
   */
  run(definition: DirectDefinition, params?: Record<string, unknown>, options?: WorkflowRunOptions): Promise<TotalledRunResult>;
  /** Goes on with a run that was cut off. No completed step is run again. */
  resume(runId: string, options?: GoOnOptions): Promise<TotalledRunResult>;
  /** Runs a failed step again, then the steps that were skipped because of it, in the same run. */
  retryStep(runId: string, stepId: string, options?: GoOnOptions): Promise<TotalledRunResult>;
  /**
   * Lets a step that has begun go on in its session, from where that stands (as after `session.restoreCheckpoint` or a further `send`), then runs
   * every step that depends on it again, in the same run.
   */
  rerunStep(runId: string, stepId: string, options?: GoOnOptions): Promise<TotalledRunResult>;
};

/** A session with its state at the moment of listing. */
export type ListedSession = Session & { readonly state: SessionStateName };

export type SessionsApi = {
  stats(): Promise<SessionStats>;
  /** Deletes what fits all filters given; at least one is required. Answers how many. */
  prune(filter: PruneFilter): Promise<number>;
  closeIdle(): Promise<number>;
  list(filter?: ListFilter): Promise<ListedSession[]>;
};

/** Chapter 7: workflows, sessions and parallel work over one store. Close it, or the process stays alive. */
export type AgentSdk = {
  readonly workflow: WorkflowApi;
  /** One prompt in a session of its own. */
  run(prompt: string, options?: RunOptions): Promise<AgentReply>;
  createSession(options?: CreateSessionOptions): Promise<AgentSession>;
  /** Rejects with `NOT_FOUND` when there is no such session. */
  resumeSession(id: string): Promise<AgentSession>;
  readonly parallel: typeof parallel;
  readonly race: typeof race;
  readonly sessions: SessionsApi;
  /** Stops what runs, stores it and lets go of the store. */
  close(): Promise<void>;
};

/** Opens the store (`STORE_FAILED` when it can't be) and gives the chapter's SDK on it. */
export async function createAgentSdk(options: AgentSdkOptions = {}): Promise<AgentSdk> {
  refuseOldNode();
  checkOptions(options);
  const approvers = new RunApprovers(options.requestPermission);
  const opened: Host = await createHost({
    ...hostOptions(options),
    approverFor: (context) => approvers.approverFor(opened.store.sessions, context),
  });
  const host = refusingOnceClosed(opened);
  const createSession = async (wanted: CreateSessionOptions = {}): Promise<AgentSession> => {
    checkOptions(wanted);
    const given = ownCopy(wanted);
    const title = checkedTitle(given.title ?? 'Untitled session');
    const settings = sessionSettings(host, options, given);
    await host.servers.agree(settings.mcpServers ?? [], settings.workDir);
    const session = await host.sessions.create({ title, settings });
    const tools = (given.tools ?? []).filter((entry) => isTool(entry));
    host.toolScopes.keepForSession(session.id, tools);
    return new StoredAgentSession(host, session.id, tools);
  };
  const workflow = workflowApi(host, options, approvers);
  return {
    workflow,
    async run(prompt, given = {}) {
      checkPrompt(prompt);
      checkOptions(given);
      const { signal, onEvent } = given;
      refuseStopped(joinTaskSignal(signal));
      const session = await createSession({ title: titleOfPrompt(prompt), ...given });
      return session.send(prompt, { ...(signal && { signal }), ...(onEvent && { onEvent }) });
    },
    createSession,
    resumeSession: async (id) => new StoredAgentSession(host, host.sessions.resume(checkedId(id, 'session')).id),
    parallel,
    race,
    sessions: {
      stats: async () => host.sessions.stats(),
      prune: async (filter) => host.sessions.prune(checkedPruneFilter(filter)),
      closeIdle: async () => host.sessions.closeIdle(),
      list: async (filter = {}) => listSessions(host, checkedListFilter(filter)),
    },
    close: () => host.close(),
  };
}

/** As the window and the terminal list them, so that states mean the same everywhere. */
function listSessions(
  { services, store, log }: Host,
  { search = '', limit = 200, offset = 0, state: wanted }: ListFilter,
): ListedSession[] {
  const { sessions, damaged } = services.sessions.list({ search, limit, offset, state: wanted });
  for (const id of damaged) log.warn(`Session ${id} is damaged and left out of the list`);
  return sessions.flatMap(({ id, state }) => {
    const session = store.sessions.get(id);
    return session ? { ...session, state } : [];
  });
}

function workflowApi(host: Host, { permissionMode: usualMode }: AgentSdkOptions, approvers: RunApprovers): WorkflowApi {
  const ended = async ({ runId, result }: RunHandle) => totalled(await result, host.store.runs.startedWithin(runId));
  const run: WorkflowApi['run'] = async (givenDefinition, givenParams, options = {}) => {
    checkRunOptions(givenParams, options);
    // All that follows reads these copies: the caller may change its own objects as soon as this function first waits.
    const definition = ownCopy(givenDefinition);
    const params = ownCopy(givenParams);
    const { onEvent, requestPermission, ...rest } = ownCopy(options);
    const signal = joinTaskSignal(rest.signal);
    const permissionMode = rest.permissionMode ?? usualMode;
    // Whoever writes code that names a server has agreed to its being started.
    await host.servers.agree(serversOf(definition), resolve(rest.workDir ?? host.defaults().workDir));
    const handle = await host.runs.start(
      { definition: withToolNames(definition), params, ...rest, permissionMode },
      { ...approvers.listening({ onEvent: givenCopies(onEvent), signal }, requestPermission), tools: toolsOfSteps(definition) },
    );
    return ended(handle);
  };
  const goingOn = (options: GoOnOptions) => {
    checkGoOnOptions(options);
    const { onEvent, signal, requestPermission, tools } = options;
    const listeners = { onEvent: givenCopies(onEvent), signal: joinTaskSignal(signal) };
    return { ...approvers.listening(listeners, requestPermission), ...(tools && { tools: () => tools }) };
  };
  return {
    define: (name, description) => new WorkflowBuilder(run, name, description),
    run,
    resume: async (runId, options = {}) => ended(await host.runs.resume(runId, goingOn(options))),
    retryStep: async (runId, stepId, options = {}) => ended(await host.runs.retryStep(runId, stepId, goingOn(options))),
    rerunStep: async (runId, stepId, options = {}) => ended(await host.runs.rerunStep(runId, stepId, goingOn(options))),
  };
}

/** What is not wanted any more leaves nothing behind. */
function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal) throwIfAborted(signal);
}

function sessionSettings(host: Host, sdk: AgentSdkOptions, given: CreateSessionOptions): SessionSettings {
  const { model, systemPrompt } = host.services.app.settings();
  const { workDir, provider } = host.services.app.info();
  return {
    model: sdk.model ?? model,
    systemPrompt: sdk.systemPrompt ?? systemPrompt,
    mode: 'react',
    permissionMode: sdk.permissionMode ?? 'default',
    maxTurns: DEFAULT_MAX_TURNS,
    provider: provider.kind,
    ...givenSettings(given),
    workDir: resolve(given.workDir ?? workDir),
    ...(given.skillDirectories && { skillDirectories: given.skillDirectories }),
    ...(given.mcpServers && { mcpServers: given.mcpServers }),
    ...(given.tools && { tools: namesOf(given.tools) }),
  };
}

/**
 * A store of its own is kept by the chapter's limits. The person's store is kept by theirs unless the caller says otherwise: a script that only
 * wants to run something must not clear their history down to a hundred sessions.
 */
function hostOptions(options: AgentSdkOptions): Parameters<typeof createHost>[0] {
  const { workDir = process.cwd(), client, permissions, requestPermission: _ask, agents, permissionMode: _mode, ...rest } = options;
  return {
    ...rest,
    ...(options.database !== undefined && { sessionManager: { ...SESSION_MANAGER_DEFAULTS, ...options.sessionManager } }),
    workDir,
    environment: { ...process.env, ...clientEnvironment(client) },
    ...(agents && splitAgents(agents)),
    ...(permissions && { permissionRulesFor: () => permissions }),
  };
}

function clientEnvironment({ apiKey, authToken, baseURL }: NonNullable<AgentSdkOptions['client']> = {}): Record<string, string> {
  return {
    ...(apiKey !== undefined && { ANTHROPIC_API_KEY: apiKey }),
    ...(authToken !== undefined && { ANTHROPIC_AUTH_TOKEN: authToken }),
    ...(baseURL !== undefined && { ANTHROPIC_BASE_URL: baseURL }),
  };
}
