import { contract } from '../../shared/ipc/contract';
import { serve } from '../../shared/ipc/serve';
import { createHandlers } from '../ipc/handlers';
import { startLoopbackServer } from '../ipc/loopback/loopbackServer';
import { createHost, type Host, type HostOptions } from './createHost';
import { findInstallation } from './installation';

export type HeadlessOptions = HostOptions & {
  /** 0, the default, picks a free one. */
  readonly port?: number | undefined;
  /** The built renderer, if not our own. */
  readonly rendererDir?: string | undefined;
};

export type Headless = {
  /** What to open in a browser of this machine: address and token. */
  readonly url: string;
  readonly host: Host;
  /** Disconnects every window, stops what runs and closes the store. */
  close(): Promise<void>;
};

/** The whole app without Electron: the same host, shown by a browser over loopback. */
export async function startHeadless({ port = 0, rendererDir, ...options }: HeadlessOptions = {}): Promise<Headless> {
  const host = await createHost({ isAttended: true, ...options });
  try {
    const handlers = createHandlers(host.services, 'browser');
    const server = await startLoopbackServer({
      port,
      rendererDir: rendererDir ?? findInstallation().rendererDir,
      onConnect: (connected) => serve(contract, handlers, connected, { log: host.log }),
    });
    return {
      url: server.url,
      host,
      async close() {
        await server.close();
        await host.close();
      },
    };
  } catch (error) {
    await host.close();
    throw error;
  }
}
