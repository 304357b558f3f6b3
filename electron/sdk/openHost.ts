import { AppError } from '../../shared/lib/appError';
import type { Host } from '../host/createHost';

/** The same host, which answers whatever is asked of it once it was closed with a sentence instead of the database's complaint. */
export function refusingOnceClosed(host: Host): Host {
  let isClosed = false;
  const close = async (): Promise<void> => {
    await host.close();
    isClosed = true;
  };
  return new Proxy(host, {
    get(target, key: keyof Host) {
      if (key === 'close') return close;
      if (isClosed) throw new AppError('CONFLICT', 'This SDK was closed. Make another one with createAgentSdk().');
      return target[key];
    },
  });
}
