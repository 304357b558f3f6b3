import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createHost, type Host, type HostOptions } from '../../../electron/host/createHost';
import { createHandlers } from '../../../electron/ipc/handlers';
import { createClient } from '../../../shared/ipc/client';
import { contract, type StepgraphClient } from '../../../shared/ipc/contract';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import { serve } from '../../../shared/ipc/serve';
import { startModelServer } from '../../support/modelServer/modelServer';
import { type Reply, text } from '../../support/modelServer/reply';
import type { Script } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';
import { recordingLog } from '../store/support';

export type TestHost = {
  readonly host: Host;
  readonly client: StepgraphClient;
  readonly workDir: string;
  /** For another host on the same store and model server, as another process would have it. */
  readonly shared: Pick<HostOptions, 'database' | 'environment' | 'workDir' | 'log'> & { readonly database: string };
};

/** Answers with what it was told last. */
export const echo: Script = (request) => {
  const block = request.body.messages.at(-1)?.content.at(-1);
  return text(`heard ${typeof block?.text === 'string' ? block.text : ''}`);
};

/** A host as windows have it, asked through the contract; closed after the test. */
export async function hostOver(script: Script | Reply = echo, options: HostOptions = {}): Promise<TestHost> {
  const folder = temporaryFolder();
  const workDir = temporaryFolder();
  const server = await startModelServer({ script });
  const shared = {
    database: path.join(folder.path, 'stepgraph.db'),
    workDir: workDir.path,
    environment: { ANTHROPIC_BASE_URL: server.url },
    log: recordingLog(),
  };
  const host = await createHost({ ...shared, ...options });
  onTestFinished(async () => {
    await host.close();
    await server.close();
    folder[Symbol.dispose]();
    workDir[Symbol.dispose]();
  });
  const [ours, theirs] = memoryPorts();
  serve(contract, createHandlers(host.services, 'browser'), theirs, { log: host.log });
  return { host, client: createClient(contract, ours), shared, workDir: workDir.path };
}

/** Everything a stream yields, to its end. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** Sends and waits for the answer. */
export async function say(client: StepgraphClient, id: string, words: string): Promise<string> {
  const last = (await all(client.sessions.send({ id, text: words }))).at(-1);
  return last?.type === 'done' ? last.text : '';
}
