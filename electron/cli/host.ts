import { resolve } from 'node:path';
import { createClient } from '../../shared/ipc/client';
import { contract, type StepgraphClient } from '../../shared/ipc/contract';
import { memoryPorts } from '../../shared/ipc/memoryPorts';
import { serve } from '../../shared/ipc/serve';
import type { SandboxMode } from '../../shared/session/sandbox';
import { createHost } from '../host/createHost';
import { createHandlers } from '../ipc/handlers';
import type { HostServices } from '../ipc/hostServices';
import type { SessionManagerOptions } from '../sessions/sessionManager';
import type { AgreedFiles } from './takeOver';

export type OpenHost = {
  /** For commands and streams: what is sent is parsed as it is for any window. */
  readonly client: StepgraphClient;
  /** For reading what is stored now. */
  readonly services: HostServices;
  readonly agreedFiles: AgreedFiles;
};

export type OpenHostOptions = {
  readonly db?: string | undefined;
  readonly workdir?: string | undefined;
  readonly sandbox?: SandboxMode | undefined;
  readonly 'keep-files'?: boolean | undefined;
  readonly limits?: Partial<SessionManagerOptions>;
  /** Somebody watches: a rehearsal then streams at a pace that can be read. */
  readonly isWatched?: boolean;
  /** Somebody is there who answers requests for permission. */
  readonly isAttended?: boolean;
  /** Fingerprints of MCP servers that may be started. */
  readonly 'allow-mcp'?: readonly string[];
};

/** Opens the store and all that works on it, for as long as `use` takes. */
export async function withHost<const T>(options: OpenHostOptions, use: (host: OpenHost) => Promise<T>): Promise<T> {
  const host = await createHost({
    database: options.db === undefined ? undefined : resolve(options.db),
    workDir: resolve(options.workdir ?? '.'),
    sessionManager: options.limits,
    isAttended: options.isAttended,
    agreedServers: options['allow-mcp'],
    sandbox: options.sandbox,
    keepStepFiles: options['keep-files'],
    rehearsalPaceMs: options.isWatched ? undefined : 0,
  });
  try {
    const [ours, theirs] = memoryPorts();
    serve(contract, createHandlers(host.services, 'browser'), theirs, { log: host.log });
    const result = await use({ client: createClient(contract, ours), services: host.services, agreedFiles: host.agreedWorkflowFiles });
    ours.close();
    return result;
  } finally {
    await host.close();
  }
}
