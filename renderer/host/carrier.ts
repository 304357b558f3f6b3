import { BRIDGE, type Bridge, TOKEN_PROTOCOL_PREFIX, WEB_SOCKET_PATH, WEB_SOCKET_PROTOCOL } from '../../shared/ipc/bridge';
import type { Port } from '../../shared/ipc/port';
import { AppError } from '../../shared/lib/appError';
import { bridgePort, socketPort } from './pagePorts';

/** A way to reach the host: opens a port, or rejects with `UNAUTHORIZED` or `DISCONNECTED`. */
export type Carrier = { open(signal: AbortSignal): Promise<Port> };

/** Electron's bridge where there is one, else the WebSocket of the host that served this page. */
export function chooseCarrier(page: Window = window): Carrier {
  const bridge = (page as { [BRIDGE]?: Bridge })[BRIDGE];
  if (bridge) return { open: async () => bridgePort(bridge) };
  return webSocketCarrier(page.location, readToken(page));
}

function webSocketCarrier(location: Location, token: string | undefined): Carrier {
  return {
    open(signal) {
      if (!token) return Promise.reject(unauthorized());
      const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${WEB_SOCKET_PATH}`;
      const socket = new WebSocket(address, [WEB_SOCKET_PROTOCOL, TOKEN_PROTOCOL_PREFIX + token]);
      return new Promise((resolve, reject) => {
        const settled = new AbortController();
        const once = { signal: settled.signal };
        signal.addEventListener('abort', () => socket.close(), once);
        socket.addEventListener('close', () => refusal(location).then(reject), once);
        socket.addEventListener(
          'open',
          () => {
            settled.abort();
            resolve(socketPort(socket));
          },
          once,
        );
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
