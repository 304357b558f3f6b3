import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { WEB_SOCKET_PROTOCOL } from '../../../shared/ipc/bridge';
import type { Port } from '../../../shared/ipc/port';
import { AppError } from '../../../shared/lib/appError';
import { PAGE_HEADERS, readPageFile } from '../pageFiles';
import { webSocketPort } from '../webSocketPort';
import { isNoForeignPage, isOurHost, refuseUpgrade } from './admission';
import { createRequestRate } from './requestRate';

export type LoopbackOptions = {
  /** 0 picks a free one. */
  readonly port: number;
  /** The built renderer. */
  readonly rendererDir: string;
  /** A page has connected and shown the token. */
  readonly onConnect: (port: Port) => void;
  readonly limits?: Partial<LoopbackLimits> | undefined;
};

export type LoopbackServer = {
  /** With the token in the fragment, which a browser sends nowhere. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
};

export type LoopbackLimits = {
  /** TCP connections at once; a browser tab needs about seven. */
  readonly connections: number;
  readonly webSockets: number;
  /** One message of a page: far above the largest workflow. */
  readonly messageBytes: number;
  /** To send the head of a request, and so to show the token. */
  readonly headMs: number;
  /** Requests and attempts to open a WebSocket; a page of ours needs about a dozen when it is loaded. */
  readonly requestsPerSecond: number;
};

const LIMITS: LoopbackLimits = { connections: 256, webSockets: 64, messageBytes: 32 * 1024 * 1024, headMs: 5_000, requestsPerSecond: 500 };

/** Serves the renderer and the contract to browsers of this machine, and only of this machine: it listens on 127.0.0.1. */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const token = randomBytes(32).toString('base64url');
  const limits = { ...LIMITS, ...options.limits };
  const { headMs } = limits;
  const server = createServer({ headersTimeout: headMs, requestTimeout: headMs, connectionsCheckingInterval: headMs / 5 });
  server.maxConnections = limits.connections;
  const port = await listen(server, options.port);
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    handleProtocols: () => WEB_SOCKET_PROTOCOL,
  });
  webSockets.on('connection', (socket) => options.onConnect(webSocketPort(socket)));
  const rate = createRequestRate(limits.requestsPerSecond);
  server.on('request', (request, response) => {
    if (rate.admits()) void answer(request, response, port, options.rendererDir);
    else response.writeHead(429, { ...PAGE_HEADERS, 'retry-after': '1', connection: 'close' }).end();
  });
  server.on('upgrade', (request, socket, head) => {
    const isTooMuch = webSockets.clients.size >= limits.webSockets;
    const refusal = !rate.admits() ? 429 : isTooMuch ? 503 : refuseUpgrade(request, port, token);
    if (refusal !== undefined) refuse(socket, refusal);
    else webSockets.handleUpgrade(request, socket, head, (webSocket) => webSockets.emit('connection', webSocket));
  });
  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    port,
    async close() {
      for (const client of webSockets.clients) client.terminate();
      webSockets.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on TCP has such an address.
    return (server.address() as AddressInfo).port;
  } catch (error) {
    throw new AppError('CONFLICT', `Port ${port} can't be listened on. Choose another one, or 0 for any free one.`, undefined, {
      cause: error,
    });
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, port: number, folder: string): Promise<void> {
  if (!isOurHost(request, port) || !isNoForeignPage(request)) return void response.writeHead(403, PAGE_HEADERS).end();
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return void response.writeHead(405, { ...PAGE_HEADERS, allow: 'GET, HEAD' }).end();
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  const file = await readPageFile(folder, path);
  if (!file) return void response.writeHead(404, PAGE_HEADERS).end();
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': file.contentType, 'content-length': file.body.length });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

/** Long enough to read the answer; who keeps its side open takes a connection from others. */
const REFUSED_MS = 1_000;

function refuse(socket: Duplex, status: number): void {
  const timer = setTimeout(() => socket.destroy(), REFUSED_MS);
  socket.on('error', () => socket.destroy()).once('close', () => clearTimeout(timer));
  socket.resume();
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
