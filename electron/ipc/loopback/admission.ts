import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TOKEN_PROTOCOL_PREFIX, WEB_SOCKET_PATH, WEB_SOCKET_PROTOCOL } from '../../../shared/ipc/bridge';

/** Names under which a browser on this machine reaches us. Another name that resolves to 127.0.0.1 is DNS rebinding. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost'];

/** True when the request was addressed to this server by its own name: exactly one Host header, exact port. */
export function isOurHost(request: IncomingMessage, port: number): boolean {
  const hosts = request.headersDistinct.host ?? [];
  return hosts.length === 1 && LOOPBACK_NAMES.some((name) => hosts[0] === `${name}:${port}`);
}

/** True unless a page of another origin asks. Who opens the page itself sends no origin. */
export function isNoForeignPage({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

/** Why a WebSocket may not be opened, as an HTTP status; `undefined` when it may: right host, page from that same host, right token. */
export function refuseUpgrade(request: IncomingMessage, port: number, token: string): 400 | 401 | 403 | 404 | undefined {
  if (!isOurHost(request, port) || request.headers.origin !== `http://${request.headers.host}`) return 403;
  if (request.url !== WEB_SOCKET_PATH) return 404;
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  if (!protocols.includes(WEB_SOCKET_PROTOCOL)) return 400;
  const given = protocols.find((protocol) => protocol.startsWith(TOKEN_PROTOCOL_PREFIX));
  return given !== undefined && isSame(given.slice(TOKEN_PROTOCOL_PREFIX.length), token) ? undefined : 401;
}

/** Takes the same time wherever the two differ. */
function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
