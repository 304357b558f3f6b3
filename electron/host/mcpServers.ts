import { homedir } from 'node:os';
import { z } from 'zod';
import type { ToolDescriptor } from '../../shared/catalog/tools';
import type { PersonalServer, ServerTrial } from '../../shared/ipc/contract/connections';
import { isAppError } from '../../shared/lib/appError';
import { type McpServerDefinition, stepSchema, workflowSchema } from '../../shared/workflow/schema';
import type { Clock, Ids, Logger } from '../engine/ports';
import type { Subscribe } from '../ipc/hostServices';
import { createRedactor } from '../platform/redact';
import type { SecretSource } from '../platform/secrets';
import type { ServerLogRepository, SettingsRepository } from '../store/store';
import { fingerprint } from '../tools/mcp/fingerprint';
import { createMcpSource } from '../tools/mcp/mcpSource';
import { revealSecrets } from '../tools/mcp/secretReferences';
import { createServerConsent } from '../tools/mcp/serverConsent';
import { type ServerEntry, serverEntries, serverEntry } from '../tools/mcp/serverEntry';
import { SERVER_LIMITS, type ServerLimits } from '../tools/mcp/serverLimits';
import { ServerLog } from '../tools/mcp/serverLog';
import { createServerScopes } from '../tools/mcp/serverScopes';
import { tryServer } from '../tools/mcp/tryServer';
import type { PermissionGateOptions } from '../tools/permissionGate';
import type { ProcessList } from '../tools/processList';
import type { ToolSource } from '../tools/toolSource';
import { Announcer } from './announcer';
import { atHome, createPersonalServers } from './personalServers';
import { storedAgreements } from './storedAgreements';

export type McpServersPorts = {
  readonly settings: Pick<SettingsRepository, 'get' | 'set'>;
  readonly ids: Ids;
  readonly secrets: SecretSource;
  readonly approverFor: PermissionGateOptions['approverFor'];
  /** Offered to every session. */
  readonly everywhere: readonly McpServerDefinition[];
  readonly limits?: Partial<ServerLimits> | undefined;
  /** Fingerprints of servers that whoever started this host has agreed to, for as long as it lives. */
  readonly agreed?: readonly string[] | undefined;
  readonly processes: ProcessList;
  readonly serverLog: ServerLogRepository;
  /** Whose secrets no log shows. */
  readonly environment: { readonly [name: string]: string | undefined };
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
};

/** The MCP servers of a host. */
export type McpServers = {
  readonly source: ToolSource;
  /** Keeps the servers of a run until the returned function is called; that resolves when they are gone. */
  holdForRun(runId: string): () => Promise<void>;
  /** Whoever wrote these definitions, or the code that gives them, has agreed to their being started in that folder. */
  agree(definitions: readonly McpServerDefinition[], workDir: string): Promise<void>;
  /** Those of the person's Settings. */
  personal(): readonly PersonalServer[];
  /** Whoever saves servers has agreed to their being started. */
  savePersonal(servers: readonly PersonalServer[]): Promise<void>;
  /** Starts a server and ends it again; whoever asks for that has agreed to it. */
  tryOut(definition: McpServerDefinition, signal: AbortSignal): Promise<ServerTrial>;
  /** The tools of those that are offered to every session, as `<server>__*`: what definitions may name. */
  offered(): readonly ToolDescriptor[];
  /** What servers said and what became of them, by name. */
  readonly log: Pick<ServerLogRepository, 'lines' | 'servers' | 'clear'> & { readonly onChange: Subscribe };
  close(): Promise<void>;
};

/** The servers that a definition and its steps bring along; none where it is not of the right shape, which validation tells of. */
export function serversOf(definition: unknown): readonly McpServerDefinition[] {
  const parsed = stepServers.safeParse(definition);
  return parsed.success ? [parsed.data, ...parsed.data.steps].flatMap(({ mcpServers = [] }) => mcpServers) : [];
}

const stepServers = workflowSchema.pick({ mcpServers: true }).extend({ steps: z.array(stepSchema.pick({ mcpServers: true })) });

export function createMcpServers(ports: McpServersPorts): McpServers {
  const { settings, ids, secrets, approverFor, everywhere, limits, agreed = [], processes, serverLog } = ports;
  const logChanges = new Announcer(ports.log);
  const log = new ServerLog({
    clock: ports.clock,
    keep: serverLog.add,
    redact: createRedactor(ports.environment),
    onChange: logChanges.announce,
  });
  const scopes = createServerScopes({
    reveal: (entry) => revealSecrets(entry, secrets),
    limits: { ...SERVER_LIMITS, ...limits },
    processes,
    log,
  });
  const agreements = storedAgreements(settings, KEY, agreed);
  const consent = createServerConsent({ agreements, ids, approverFor });
  const personal = createPersonalServers(settings);
  return {
    source: createMcpSource({ scopes, consent, everywhere: () => everywhere, personal: personal.enabled }),
    personal: personal.all,
    async savePersonal(changed) {
      const entries = serverEntries(
        changed.map(({ definition }) => atHome(definition)),
        homedir(),
      );
      await personal.save(changed);
      await agreements.add(await Promise.all(entries.map(fingerprint)));
    },
    tryOut: (definition, signal) => tryServer(scopes, serverEntry(atHome(definition), homedir()), signal),
    holdForRun: (runId) => scopes.hold(runId).release,
    async agree(definitions, workDir) {
      const entries = definitions.flatMap((definition) => soundEntry(definition, workDir));
      if (entries.length > 0) await agreements.add(await Promise.all(entries.map(fingerprint)));
    },
    offered: () => [...everywhere, ...personal.enabled()].map(({ name }) => toolsOf(name)),
    log: {
      lines: serverLog.lines,
      servers: serverLog.servers,
      async clear(server) {
        await log.flush();
        await serverLog.clear(server);
        logChanges.announce();
      },
      onChange: logChanges.subscribe,
    },
    async close() {
      await scopes.close();
      await log.flush();
    },
  };
}

/** Of a definition that could never be started its own step will tell. */
function soundEntry(definition: McpServerDefinition, workDir: string): readonly ServerEntry[] {
  try {
    return [serverEntry(definition, workDir)];
  } catch (error) {
    if (isAppError(error)) return [];
    throw error;
  }
}

function toolsOf(server: string): ToolDescriptor {
  return { name: `${server}__*`, title: server, summary: `Every tool of the MCP server ${server}`, isReadOnly: false, icon: 'plug' };
}

const KEY = 'mcpAgreements';
