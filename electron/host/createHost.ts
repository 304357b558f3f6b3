import { join, resolve } from 'node:path';
import { KNOWN_MODELS } from '../../shared/catalog/models';
import { TASK_TOOL, USUAL_TOOLS } from '../../shared/catalog/tools';
import { isAppError } from '../../shared/lib/appError';
import { joinRules } from '../../shared/session/permissionRules';
import type { SessionSettings } from '../../shared/session/session';
import type { Clock, Ids, Logger } from '../engine/ports';
import type { HostServices } from '../ipc/hostServices';
import { createPriceFile } from '../model/priceFile';
import type { Provider } from '../model/provider';
import { createIds } from '../platform/ids';
import { stderrLog } from '../platform/log';
import { configDirectory, defaultDatabaseFile, processPaths, secretFileBeside } from '../platform/paths';
import { openSecretFile } from '../platform/secretFile';
import type { SecretStore } from '../platform/secrets';
import { systemClock } from '../platform/systemClock';
import { endFileRestores } from '../sessions/abandonedRestores';
import type { ToolContext } from '../sessions/ports';
import { SESSION_MANAGER_DEFAULTS, type SessionManager, type SessionManagerOptions } from '../sessions/sessionManager';
import { DEFAULT_MAX_TURNS } from '../sessions/turnLoop';
import { createFileStore, type GitFileStore } from '../snapshots/createFileStore';
import { openStore } from '../store/openStore';
import type { Store } from '../store/store';
import { checkAgents } from '../tools/agents';
import { ProcessList } from '../tools/processList';
import { Announcer } from './announcer';
import { createApprovalRules } from './approvalRules';
import { createApprovals } from './approvals';
import { createCallScope } from './callScope';
import { createConnectionService } from './connectionService';
import { createDelegation } from './delegation';
import { createExecution } from './execution';
import type { HostOptions } from './hostOptions';
import { findInstallation } from './installation';
import type { McpServers } from './mcpServers';
import { watchOtherProcesses } from './otherProcesses';
import { createPrices } from './prices';
import { createProcessService } from './processService';
import { createProviderSettings, withoutCredentials } from './providerSettings';
import { createRunService } from './runService';
import { createRuns, type RunDefaults, type RunProgress, type Runs } from './runs';
import { createSandbox } from './sandbox';
import { createSecretService } from './secretService';
import { createSessionService } from './sessionService';
import { readSettings, saveSettings } from './settings';
import { skillPlaces } from './skillPlaces';
import { type Agreements, storedAgreements } from './storedAgreements';
import { createTaint } from './taint';
import { readTemplates } from './templates';
import { ToolScopes } from './toolScopes';
import { createWorkflowService } from './workflowService';

export type { HostOptions };

/** Everything but a window: what the desktop app, the browser, the terminal and the library all use. */
export type Host = {
  readonly runs: Runs;
  readonly sessions: SessionManager;
  readonly store: Store;
  /** The same, as the contract's handlers need it. */
  readonly services: HostServices;
  readonly clock: Clock;
  readonly log: Logger;
  readonly servers: McpServers;
  /** Which workflow files a person at a terminal of this machine agreed to run, by their contents. */
  readonly agreedWorkflowFiles: Agreements;
  readonly toolScopes: ToolScopes;
  /** What a run or a session inherits at this moment. */
  defaults(): RunDefaults;
  /** Stops what runs, stores it and lets go of everything. Safe to call twice. */
  close(): Promise<void>;
};

/** Opens the store and joins engine, sessions, tools and model on it. Rejects with `STORE_FAILED` and a sentence when the store can't be opened. */
export async function createHost(options: HostOptions = {}): Promise<Host> {
  const { clock = systemClock(), log = stderrLog() } = options;
  const ids = createIds(clock);
  const store = openStore(options.database ?? defaultDatabaseFile(), { clock, ids, log });
  try {
    const files = store.file === IN_MEMORY ? undefined : createFileStore(`${store.file}.files`, { database: store.file });
    // Before anything else can touch the folders concerned.
    if (files) await endFileRestores({ store: store.sessions, files, ids, log, now: () => new Date(clock.now()).toISOString() });
    const secretFile = store.file === IN_MEMORY ? undefined : secretFileBeside(store.file);
    const secrets = await openSecretFile({ file: secretFile, cipher: options.cipher, log });
    return joinHost(options, { store, files, secrets, clock, ids, log });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** SQLite's name for a store that leaves no file. */
const IN_MEMORY = ':memory:';

type Foundation = {
  readonly store: Store;
  readonly files: GitFileStore | undefined;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
};

function joinHost(options: HostOptions, foundation: Foundation): Host {
  const { store, secrets, clock, log } = foundation;
  const { environment = process.env } = options;
  const settings = () => readSettings(store.settings);
  const providerSettings = createProviderSettings(environment, secrets);
  const { provider } = providerSettings;
  const priceFile = join(configDirectory({ ...processPaths(), environment }), 'prices.json');
  const prices = createPrices(createPriceFile(priceFile, clock), options.prices);
  const workDir = () => resolve(options.workDir ?? settings().workDir ?? '.');
  const maxConcurrency = () => options.sessionManager?.maxConcurrentActive ?? settings().maxConcurrency;

  const sessionLimits = (): Partial<SessionManagerOptions> => ({
    ...settings().sessionManager,
    maxConcurrentActive: maxConcurrency(),
    ...options.sessionManager,
  });
  const sessionChanges = new Announcer(log);
  const agents = checkAgents(options.agents ?? []);
  const catalogTools = [...USUAL_TOOLS, ...(agents.length > 0 ? [TASK_TOOL] : [])];
  const calls = createCallScope();
  const toolScopes = new ToolScopes(store.sessions, options.agentTools);
  const processChanges = new Announcer(log);
  const processes = new ProcessList(clock, processChanges.announce);
  const rules = createApprovalRules(store);
  const rulesFor = (context: ToolContext) => joinRules([options.permissionRulesFor?.(context), rules.rulesFor(context)]);
  const sandbox = createSandbox(options.sandbox, () => settings().sandbox);
  const hasReadUntrusted = createTaint({ ...store, skills: skillPlaces(options) });
  const isTainted = (context: ToolContext) => (options.askAfterUntrusted ?? settings().askAfterUntrusted) && hasReadUntrusted(context);
  const approvals = createApprovals({ rules, rulesFor, isTainted, sessions: store.sessions, sandbox, clock, log });
  const { approverFor = () => (options.isAttended ? approvals.approver : undefined) } = options;
  const execution = createExecution(
    { ...options, approverFor, permissionRulesFor: rulesFor },
    {
      ...foundation,
      provider,
      prices,
      sessionChanges,
      sessionLimits,
      keepStepFiles: () => options.keepStepFiles ?? settings().keepStepFiles,
      calls,
      processes,
      sandbox: sandbox.mode,
      isTainted,
      toolsForSession: (session) => delegatedTools(session),
      toolScopes,
    },
  );
  const { sessions, servers, engine, underWay } = execution;
  const defaults = (): RunDefaults => ({
    workDir: workDir(),
    maxConcurrency: maxConcurrency(),
    modelSettings: { model: options.model ?? settings().model, systemPrompt: options.systemPrompt ?? settings().systemPrompt },
    isRehearsal: provider().kind === 'rehearsal',
    catalog: { tools: [...catalogTools, ...(options.tools ?? []), ...servers.offered()].map((tool) => tool.name) },
  });
  const newSettings = (): SessionSettings => ({
    ...defaults().modelSettings,
    mode: 'react',
    workDir: workDir(),
    permissionMode: 'default',
    maxTurns: DEFAULT_MAX_TURNS,
    provider: provider().kind,
  });
  const progress: RunProgress = new Announcer(log);
  progress.subscribe((runId, event) => event === null && rules.forget(runId));
  const runs = createRuns({ store, engine, underWay, defaults, progress, calls, toolScopes, holdServers: servers.holdForRun });
  const delegatedTools = createDelegation({ store, sessions, runs, defaults, agents, toolScopes, agree: servers.agree, now: clock.now });

  const others = watchOtherProcesses({ store, clock, log });
  const { onChange: onChangeElsewhere } = others;

  const { version, examplesDir } = findInstallation();
  const services: HostServices = {
    clock,
    app: {
      info: () => ({ version, database: store.file, workDir: workDir(), provider: describeProvider(provider()) }),
      catalog: () => ({ tools: [...catalogTools, ...servers.offered()], models: KNOWN_MODELS }),
      settings,
      async saveSettings(change) {
        const saved = await saveSettings(store.settings, change);
        sessionChanges.announce(); // what is idle follows from them
        return saved;
      },
    },
    workflows: createWorkflowService(store.workflows, () => readTemplates(examplesDir, log), new Announcer(log), onChangeElsewhere),
    runs: createRunService({ store, runs, progress, changes: new Announcer(log), onChangeElsewhere }),
    permissions: approvals.service,
    connections: createConnectionService(servers, workDir),
    processes: createProcessService(processes, store.sessions, processChanges.subscribe),
    outputs: store.toolOutputs,
    secrets: createSecretService(secrets, providerSettings),
    prices: prices.service,
    sessions: createSessionService({
      stored: store.sessions,
      sessions,
      changes: sessionChanges,
      onChangeElsewhere,
      clock,
      log,
      idleTimeoutMs: () => sessionLimits().idleTimeoutMs ?? SESSION_MANAGER_DEFAULTS.idleTimeoutMs,
      newSettings,
    }),
  };
  return {
    runs,
    sessions,
    servers,
    agreedWorkflowFiles: storedAgreements(store.settings, 'agreedWorkflowFiles'),
    toolScopes,
    store,
    services,
    clock,
    log,
    defaults,
    async close() {
      others.close();
      await runs.close();
      await execution.close();
      await tidyFiles(foundation);
      await store.close();
    },
  };
}

/** What cannot be tidied now can be the next time; where git is missing, nothing is kept that would have to be. */
async function tidyFiles({ store, files, log }: Foundation): Promise<void> {
  try {
    await files?.tidy(() => store.sessions.keptTrees());
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') return;
    log.warn('The kept files could not be tidied', isAppError(error) ? error.message : error);
  }
}

function describeProvider(provider: Provider): { kind: Provider['kind']; baseUrl: string | null } {
  return { kind: provider.kind, baseUrl: provider.kind === 'anthropic' ? withoutCredentials(provider.baseUrl) : null };
}
