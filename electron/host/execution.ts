import type { SandboxMode } from '../../shared/session/sandbox';
import type { Clock, EnginePorts, Ids, Logger } from '../engine/ports';
import { createModelClient } from '../model/anthropic';
import type { ProviderSource } from '../model/provider';
import { periodically } from '../platform/periodically';
import type { SecretStore } from '../platform/secrets';
import type { FileStore } from '../sessions/ports';
import { createSessionManager, type SessionManager, type SessionManagerOptions } from '../sessions/sessionManager';
import { createStepCheckpoints } from '../sessions/stepCheckpoints';
import { createStepRunner, type RunSurroundings } from '../sessions/stepRunner';
import type { Store } from '../store/store';
import { createPermissionGate, type PermissionGateOptions } from '../tools/permissionGate';
import type { ProcessList } from '../tools/processList';
import type { ToolRegistryOptions } from '../tools/registry';
import { createToolRegistry } from '../tools/registry';
import { createSkillSource } from '../tools/skills/skillSource';
import type { Announcer } from './announcer';
import type { CallScope } from './callScope';
import { closableSessions } from './closableSessions';
import type { HostOptions } from './hostOptions';
import { createMcpServers, type McpServers } from './mcpServers';
import { nestedSessions } from './nestedSessions';
import type { Prices } from './prices';
import { withPriceWarning } from './priceWarning';
import { secretsForServers } from './providerSettings';
import { announcingSessions } from './sessionService';
import { skillPlaces } from './skillPlaces';
import type { ToolScopes } from './toolScopes';

type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly provider: ProviderSource;
  readonly prices: Prices;
  readonly sessionChanges: Announcer;
  readonly sessionLimits: () => Partial<SessionManagerOptions>;
  readonly keepStepFiles: () => boolean;
  /** Nothing keeps files when the store is in memory. */
  readonly files: FileStore | undefined;
  readonly secrets: SecretStore;
  readonly calls: CallScope;
  readonly processes: ProcessList;
  readonly sandbox: () => SandboxMode;
  readonly isTainted: NonNullable<PermissionGateOptions['isTainted']>;
  readonly toolsForSession: ToolRegistryOptions['forSession'];
  readonly toolScopes: ToolScopes;
};

/** What carries out steps: sessions with their model and tools, and the engine's way to them. */
export type Execution = {
  readonly sessions: SessionManager;
  readonly servers: McpServers;
  readonly engine: EnginePorts;
  /** What surrounds each run that is under way; whoever starts a run puts it in, and takes it out at the end. */
  readonly underWay: Map<string, RunSurroundings>;
  /** Ends every turn and all periodic work. */
  close(): Promise<void>;
};

export function createExecution(
  options: HostOptions,
  {
    store,
    clock,
    ids,
    log,
    provider,
    prices,
    sessionChanges,
    sessionLimits,
    keepStepFiles,
    files,
    secrets,
    calls,
    processes,
    sandbox,
    isTainted,
    toolsForSession,
    toolScopes,
  }: Parts,
): Execution {
  const { approverFor, permissionRulesFor: rulesFor, rehearsalPaceMs } = options;
  const servers = createMcpServers({
    settings: store.settings,
    ids,
    secrets: secretsForServers(secrets, options.secrets),
    approverFor,
    everywhere: options.mcpServers ?? [],
    limits: options.mcpLimits,
    agreed: options.agreedServers,
    processes,
    serverLog: store.serverLog,
    environment: options.environment ?? process.env,
    clock,
    log,
  });
  const sessionStore = announcingSessions(store.sessions, sessionChanges);
  const { priceOf } = prices;
  const skills = createSkillSource(skillPlaces(options));
  const ports = {
    store: sessionStore,
    model: options.modelClient ?? createModelClient({ provider, rehearsalPaceMs }),
    tools: createToolRegistry({
      custom: options.tools,
      named: (opening) => toolScopes.of(opening),
      forSession: toolsForSession,
      sandbox,
      sources: [servers.source, skills],
    }),
    gate: createPermissionGate({ ids, approverFor, rulesFor, isTainted }),
    aroundCall: calls.around,
    outputs: store.toolOutputs,
    showProcess: processes.addForCall,
    clock,
    ids,
    priceOf,
    log,
    every: periodically,
    ...(files && { files }),
  };
  const { sessions: closable, endTurns } = closableSessions(createSessionManager(ports, sessionLimits));
  const sessions = nestedSessions(closable, { store: sessionStore, calls });
  const underWay = new Map<string, RunSurroundings>();
  const surroundings = (runId: string) => {
    const found = underWay.get(runId);
    if (!found) throw new Error(`A step of run ${runId} starts while the run is not under way`);
    return found;
  };
  const checkpoints = createStepCheckpoints({ sessions, log });
  const steps = createStepRunner({ sessions, checkpoints, keepFiles: keepStepFiles, store: sessionStore, priceOf, surroundings });
  return {
    sessions,
    servers,
    engine: { clock, ids, random: Math.random, journal: store.events, steps: withPriceWarning(steps, prices.problem, surroundings), log },
    underWay,
    async close() {
      await endTurns();
      await servers.close();
      sessions.close();
    },
  };
}
