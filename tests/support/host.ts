import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Headless, HeadlessOptions } from '../../electron/headless';
import { temporaryFolder } from './temporaryFolder';

export type TestHost = Headless & {
  readonly database: string;
  /** The person's folder for what is configured by hand. It need not be there. */
  readonly config: string;
  /** Where runs work unless they say otherwise. */
  readonly workDir: string;
  /** Ends the host and starts another one on the same store: at a new address, with a new token. */
  restart(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

type TestHostOptions = Omit<HeadlessOptions, 'database' | 'environment'> & {
  /** Base address of a server of the Messages API; without one, runs are rehearsals. */
  readonly modelServer?: string;
};

/** The built headless host with a store of its own, for tests in a browser. Rehearsals don't pause. */
export async function startTestHost({ modelServer, ...options }: TestHostOptions = {}): Promise<TestHost> {
  const built = pathToFileURL(resolve('out/main/headless.js')).href;
  const { startHeadless } = (await import(built)) as typeof import('../../electron/headless');
  const folder = temporaryFolder();
  const database = join(folder.path, 'stepgraph.db');
  const config = join(folder.path, 'config');
  const workDir = options.workDir ?? resolve('.');
  const start = () =>
    startHeadless({
      rehearsalPaceMs: 0,
      ...options,
      workDir,
      database,
      environment: { XDG_CONFIG_HOME: config, ...(modelServer !== undefined && { ANTHROPIC_BASE_URL: modelServer }) },
    });
  let current = await start();
  return {
    get url() {
      return current.url;
    },
    get host() {
      return current.host;
    },
    database,
    config: join(config, 'stepgraph'),
    workDir,
    close: () => current.close(),
    async restart() {
      await current.close();
      current = await start();
    },
    async [Symbol.asyncDispose]() {
      await current.close();
      folder[Symbol.dispose]();
    },
  };
}
