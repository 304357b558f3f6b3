import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createHost, type Host, type HostOptions } from '../../../electron/host/createHost';
import { createHandlers } from '../../../electron/ipc/handlers';
import { createClient } from '../../../shared/ipc/client';
import { contract, type StepgraphClient } from '../../../shared/ipc/contract';
import type { PendingPermission } from '../../../shared/ipc/contract/permissions';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import { serve } from '../../../shared/ipc/serve';
import type { RunEvent } from '../../../shared/run/events';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import type { Script } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';

export type AttendedHost = AsyncDisposable & {
  readonly workDir: string;
  readonly host: Host;
  readonly client: StepgraphClient;
  readonly model: ModelServer;
  /** Waits until exactly so many requests wait, and answers them. */
  waiting(count: number): Promise<readonly PendingPermission[]>;
  /** Every event of a run, once it is over. */
  eventsOf(runId: string): Promise<readonly RunEvent[]>;
  /** Ends the host and starts another one on the same store. */
  restart(): Promise<void>;
};

/** A host that somebody watches, with a model that follows a script. */
export async function startAttendedHost(script: Script, options: HostOptions = {}): Promise<AttendedHost> {
  const folder = temporaryFolder();
  const workDir = join(folder.path, 'work');
  mkdirSync(workDir);
  const model = await startModelServer({ script });
  const start = () =>
    createHost({
      database: join(folder.path, 'store.db'),
      workDir,
      isAttended: true,
      environment: { ANTHROPIC_BASE_URL: model.url },
      ...options,
    });
  let host = await start();
  let client = connect(host);
  return {
    workDir,
    model,
    get host() {
      return host;
    },
    get client() {
      return client;
    },
    async waiting(count) {
      for await (const pending of client.permissions.pending({})) if (pending.length === count) return pending;
      throw new Error('The host stopped telling of requests');
    },
    async eventsOf(runId) {
      const events: RunEvent[] = [];
      for await (const batch of client.runs.events({ runId })) events.push(...batch);
      return events;
    },
    async restart() {
      await host.close();
      host = await start();
      client = connect(host);
    },
    async [Symbol.asyncDispose]() {
      await host.close();
      await model.close();
      folder[Symbol.dispose]();
    },
  };
}

function connect(host: Host): StepgraphClient {
  const [ours, theirs] = memoryPorts();
  serve(contract, createHandlers(host.services, 'browser'), theirs, { log: host.log });
  return createClient(contract, ours);
}
