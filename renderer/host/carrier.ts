import { BRIDGE, type Bridge, TOKEN_PROTOCOL_PREFIX, WEB_SOCKET_PATH, WEB_SOCKET_PROTOCOL } from '../../shared/ipc/bridge';
import type { Port } from '../../shared/ipc/port';
import { AppError } from '../../shared/lib/appError';
import { browserPort } from './browserPort';

/** A way to reach the host: opens a port, or rejects with `UNAUTHORIZED` or `DISCONNECTED`. */
export type Carrier = { open(signal: AbortSignal): Promise<Port> };

/** Electron's bridge where there is one, else the WebSocket of the host that served this page. */
export function chooseCarrier(page: Window = window): Carrier {
  const bridge = (page as { [BRIDGE]?: Bridge })[BRIDGE];
  return bridge ? electronCarrier(bridge) : webSocketCarrier(page.location, readToken(page));
}

/** The host lives and dies with the window, so this port never closes by itself. */
function electronCarrier(bridge: Bridge): Carrier {
  const port: Port = { send: bridge.send, onMessage: bridge.onMessage, onClose: () => {}, close: () => {} };
  return { open: async () => port };
}

function webSocketCarrier(location: Location, token: string | undefined): Carrier {
  return {
    open(signal) {
      if (!token) return Promise.reject(unauthorized());
      const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${WEB_SOCKET_PATH}`;
      const socket = new WebSocket(address, [WEB_SOCKET_PROTOCOL, TOKEN_PROTOCOL_PREFIX + token]);
      return new Promise((resolve, reject) => {
        const giveUp = () => socket.close();
        signal.addEventListener('abort', giveUp, { once: true });
        socket.addEventListener('open', () => {
          signal.removeEventListener('abort', giveUp);
          resolve(browserPort(socket));
        });
        socket.addEventListener('close', () => refusal(location).then(reject));
      });
    },
  };
}

/** A browser does not say why a socket was refused. If the host still serves its page, then it was the token. */
async function refusal({ origin }: Location): Promise<AppError> {
  const isServed = await fetch(origin, { method: 'HEAD', cache: 'no-store' })
    .then((response) => response.ok)
    .catch(() => false);
  return isServed ? unauthorized() : new AppError('DISCONNECTED', 'Stepgraph does not answer. Is it still running?');
}

const TOKEN_KEY = 'stepgraph.token';

/** The token is in the fragment of the address that `stepgraph serve` prints; it is kept for reloads of this tab. */
function readToken({ location, sessionStorage }: Window): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) sessionStorage.setItem(TOKEN_KEY, given);
  return given ?? sessionStorage.getItem(TOKEN_KEY) ?? undefined;
}

const unauthorized = () =>
  new AppError(
    'UNAUTHORIZED',
    'Stepgraph does not know this address: it prints a new one at each start. Open that, with everything after the #.',
  );
