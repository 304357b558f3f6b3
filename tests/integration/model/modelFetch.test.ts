import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer as createSocketServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createModelFetch } from '../../../electron/model/modelFetch';
import { modelRequest } from '../../support/modelServer/modelRequest';
import { bodyBytes } from '../../support/modelServer/modelServer';
import { clientOf, outcome, TWO_BLOCKS } from './failureOf';

const STALL_MS = 100;
const EVENTS = { 'content-type': 'text/event-stream; charset=utf-8' };

/** A server by this listener, closed after the test. */
async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An answer of these pieces that then falls silent; `left` is called when nobody reads on. */
async function silentAfter(status: number, headers: Record<string, string>, ...pieces: readonly string[]) {
  const left = vi.fn();
  const url = await listening((_request, response) => {
    response.on('close', left).writeHead(status, headers);
    for (const piece of pieces) response.write(piece);
  });
  const response = await createModelFetch(STALL_MS)(url, { method: 'POST', body: '{}' });
  return { response, left };
}

async function* piecesOf(response: Response): AsyncGenerator<string, void> {
  if (!response.body) throw new Error('the answer has no body');
  for await (const piece of response.body) yield new TextDecoder().decode(piece);
}

test.each([
  ['an event stream', 200, EVENTS],
  ['any other answer', 200, { 'content-type': 'application/json' }],
  ['an error', 500, EVENTS],
])('%s that falls silent is a time-out, and is not waited for any longer', async (_what, status, headers) => {
  const { response, left } = await silentAfter(status, headers, 'a');
  const seen: string[] = [];
  const reading = (async () => {
    for await (const text of piecesOf(response)) seen.push(text);
  })();
  await expect(reading).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(seen).toEqual(['a']);
  await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
});

test('who leaves in the middle of an event stream ends it', async () => {
  const { response, left } = await silentAfter(200, EVENTS, 'a', 'b');
  for await (const _text of piecesOf(response)) break;
  await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
});

test('what nobody has read yet is held back at the server, however long that takes, and comes whole', async () => {
  const total = 64 * 1024 * 1024;
  const piece = Buffer.alloc(256 * 1024, 'x');
  let sent = 0;
  const url = await listening((_request, response) => {
    response.writeHead(200, EVENTS);
    const send = () => {
      while (sent < total) {
        sent += piece.length;
        if (!response.write(piece)) return void response.once('drain', send);
      }
      response.end();
    };
    send();
  });
  const response = await createModelFetch(STALL_MS)(url, { method: 'POST', body: '{}' });
  await delay(3 * STALL_MS);
  expect(sent).toBeLessThan(total);
  let read = 0;
  for await (const text of piecesOf(response)) read += text.length;
  expect(read).toBe(total);
});

test('connections are used again', async () => {
  const ports = new Set<number | undefined>();
  const url = await listening((request, response) => {
    ports.add(request.socket.remotePort);
    response.writeHead(200, EVENTS).end('data: {}\n\n');
  });
  const fetch = createModelFetch(STALL_MS);
  for (let round = 0; round < 10; round += 1) for await (const text of piecesOf(await fetch(url))) expect(text).toBe('data: {}\n\n');
  expect(ports.size).toBeLessThanOrEqual(2); // the next request may come before the client knows that the connection is free
});

test('a server that sends elsewhere is not followed: the key goes nowhere else', async () => {
  const heard = vi.fn();
  const elsewhere = await listening((_request, response) => {
    heard();
    response.end();
  });
  const url = await listening((_request, response) => response.writeHead(307, { location: `${elsewhere}/v1/messages` }).end());
  const failure = clientOf({ url }).reply(modelRequest(), () => undefined, new AbortController().signal);
  await expect(failure).rejects.toMatchObject({ code: 'BAD_RESPONSE', message: expect.stringContaining('Check ANTHROPIC_BASE_URL') });
  expect(heard).not.toHaveBeenCalled();
});

test.each([
  ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a status that there is not', 'HTTP/1.1 700 Odd\r\ncontent-length: 0\r\n\r\n'],
  ['a head without an end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`],
])('%s is a coded failure', async (_what, bytes) => {
  const server = createSocketServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const failure = clientOf({ url }).reply(modelRequest(), () => undefined, new AbortController().signal);
  await expect(failure).rejects.toMatchObject({ code: expect.stringMatching(/^(NETWORK|BAD_RESPONSE)$/) });
});

test('a request that is called off before its answer begins fails with the reason', async () => {
  const stop = new AbortController();
  const url = await listening(() => stop.abort(new Error('enough')));
  await expect(createModelFetch(STALL_MS)(url, { signal: stop.signal })).rejects.toThrow('enough');
  await expect(createModelFetch(STALL_MS)(url, { signal: stop.signal })).rejects.toThrow('enough');
});

const WHOLE = bodyBytes(TWO_BLOCKS);
const corrupted = (bytes: Buffer) => Buffer.from(bytes).fill(0xff, 20, 40);

/** What comes of an answer of these bytes, said to be encoded so. */
async function encodedOutcome(encoding: string, bytes: Buffer): Promise<unknown> {
  const url = await listening((_request, response) => response.writeHead(200, { ...EVENTS, 'content-encoding': encoding }).end(bytes));
  return outcome({ url });
}

test.each([
  ['gzip', gzipSync(WHOLE)],
  ['X-GZIP', gzipSync(WHOLE)],
  ['deflate', deflateSync(WHOLE)],
  ['br', brotliCompressSync(WHOLE)],
  ['zstd', zstdCompressSync(WHOLE)],
  ['gzip, br', brotliCompressSync(gzipSync(WHOLE))],
  ['identity', WHOLE],
])('an answer encoded as %s is read', async (encoding, bytes) => {
  expect(await encodedOutcome(encoding, bytes)).toMatchObject({ stopReason: 'tool_use' });
});

test.each([
  ['gzip', corrupted(gzipSync(WHOLE)), 'BAD_RESPONSE'],
  ['deflate', Buffer.from('no such thing'), 'BAD_RESPONSE'],
  ['br', corrupted(brotliCompressSync(WHOLE)), 'BAD_RESPONSE'],
  ['zstd', corrupted(zstdCompressSync(WHOLE)), 'BAD_RESPONSE'],
  ['rot13', WHOLE, 'BAD_RESPONSE'],
  ['constructor', WHOLE, 'BAD_RESPONSE'],
  ['__proto__', WHOLE, 'BAD_RESPONSE'],
  ['gzip', gzipSync(WHOLE).subarray(0, -30), 'NETWORK'],
])('an answer encoded as %s that cannot be decoded is a failure of the right kind', async (encoding, bytes, code) => {
  expect(await encodedOutcome(encoding, bytes)).toMatchObject({ code });
});

test('a proxy is used where the environment says so', async () => {
  const url = await listening((_request, response) => response.writeHead(200, EVENTS).end('data: {}\n\n'));
  const through = vi.fn();
  const proxy = createServer().on('connect', (request, client) => {
    through(request.url);
    const [host, port] = (request.url ?? '').split(':');
    const server = connect(Number(port), host, () => client.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
    server.on('error', () => client.destroy()).pipe(client);
    client.on('error', () => server.destroy()).pipe(server);
  });
  onTestFinished(() => void proxy.close());
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  vi.stubEnv('http_proxy', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const read = async () => (await createModelFetch(STALL_MS)(url, { method: 'POST', body: '{}' })).body?.[Symbol.asyncIterator]().next();
  await read();
  expect(through).not.toHaveBeenCalled();
  vi.stubEnv('NODE_USE_ENV_PROXY', '1');
  await read();
  expect(through).toHaveBeenCalledExactlyOnceWith(new URL(url).host);
});

test('of what a server says of an error without end only a part is read', async () => {
  const url = await listening((_request, response) => {
    response.writeHead(500, { 'content-type': 'text/plain' });
    const send = () => {
      while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
      response.once('drain', send);
    };
    send();
  });
  expect(await outcome({ url })).toMatchObject({ code: 'OVERLOADED' });
});
