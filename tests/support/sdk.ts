import { join } from 'node:path';
import { type AgentSdk, type AgentSdkOptions, createAgentSdk } from '../../electron/sdk/index';
import { type ModelServer, startModelServer } from './modelServer/modelServer';
import type { Reply } from './modelServer/reply';
import type { Script } from './modelServer/script';
import { temporaryFolder } from './temporaryFolder';

export type TestSdk = {
  readonly sdk: AgentSdk;
  readonly server: ModelServer;
  readonly workDir: string;
  readonly database: string;
  /** A further SDK on the same store and server, as another process would have it. The first one has to be closed by the test if it should be. */
  open(options?: AgentSdkOptions): Promise<AgentSdk>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The library on a store and a work directory of its own, talking to a real server that follows `script`. */
export async function startTestSdk(script: Script | Reply, options: AgentSdkOptions = {}): Promise<TestSdk> {
  const folder = temporaryFolder();
  const server = await startModelServer({ script });
  const database = join(folder.path, 'store', 'stepgraph.db');
  const opened: AgentSdk[] = [];
  const open = async (changed: AgentSdkOptions = {}): Promise<AgentSdk> => {
    const client = { apiKey: 'test-key', baseURL: server.url };
    const sdk = await createAgentSdk({ workDir: folder.path, database, client, ...options, ...changed });
    opened.push(sdk);
    return sdk;
  };
  return {
    sdk: await open(),
    server,
    workDir: folder.path,
    database,
    open,
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((sdk) => sdk.close()));
      await server.close();
      folder[Symbol.dispose]();
    },
  };
}
