import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type LoopbackServer, startLoopbackServer } from '../../../../electron/ipc/loopback/loopbackServer';
import { TOKEN_PROTOCOL_PREFIX, WEB_SOCKET_PATH, WEB_SOCKET_PROTOCOL } from '../../../../shared/ipc/bridge';
import { createClient } from '../../../../shared/ipc/client';
import { framePort } from '../../../../shared/ipc/framePort';
import { serve } from '../../../../shared/ipc/serve';
import { head, rawHttp } from '../../../support/rawHttp';
import { toyContract, toyHost } from '../toyContract';

const LIMITS = { messageBytes: 1024 * 1024, headMs: 500, webSockets: 8 };

let folder: string;
let server: LoopbackServer;
let host: string;
let token: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loopback-'));
  const rendererDir = join(folder, 'renderer');
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.json'), 'SECRET');
  writeFileSync(join(folder, 'renderer-twin.js'), 'SECRET');
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(rendererDir, 'assets/main.js'), 'export {};');
  writeFileSync(join(rendererDir, 'notes.txt'), 'SECRET');
  symlinkSync(join(folder, 'secret.json'), join(rendererDir, 'link.json'));
  const toy = toyHost();
  server = await startLoopbackServer({
    port: 0,
    rendererDir,
    limits: LIMITS,
    onConnect: (port) => serve(toyContract, toy.handlers, port, toy),
  });
  host = `127.0.0.1:${server.port}`;
  token = new URLSearchParams(new URL(server.url).hash.slice(1)).get('token') ?? '';
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

type Visitor = { origin?: string; host?: string; token?: string | null; path?: string };

/** Resolves to the open socket, or to the HTTP status of the refusal. */
function visit(visitor: Visitor = {}): Promise<WebSocket | number> {
  const shown = visitor.token === undefined ? token : visitor.token;
  const protocols = [WEB_SOCKET_PROTOCOL, ...(shown === null ? [] : [TOKEN_PROTOCOL_PREFIX + shown])];
  const headers = { host: visitor.host ?? host, ...(visitor.origin !== 'absent' && { origin: visitor.origin ?? `http://${host}` }) };
  const socket = new WebSocket(`ws://${host}${visitor.path ?? WEB_SOCKET_PATH}`, protocols, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

const get = (path: string, hostHeader = host) => rawHttp(server.port, head(`GET ${path}`, { Host: hostHeader }));

test.each([
  ['https://evil.example', 403],
  ['http://127.0.0.1:1', 403],
  ['null', 403],
  ['', 403],
  ['ours', 200],
  ['absent', 200],
])('pages and files asked for by a page of origin "%s" answer %i', async (origin, status) => {
  const headers = { Host: host, ...(origin !== 'absent' && { Origin: origin === 'ours' ? `http://${host}` : origin }) };
  for (const path of ['/', '/assets/main.js']) expect(await rawHttp(server.port, head(`GET ${path}`, headers))).toMatchObject({ status });
});

test('the page is served with a policy that lets only our own files run', async () => {
  const response = await fetch(`http://${host}/`);
  expect(await response.text()).toContain('<title>page</title>');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test.each([
  '/../secret.json',
  '/..%2fsecret.json',
  '/%2e%2e/secret.json',
  '/%2e%2e%2fsecret.json',
  '/assets/../../secret.json',
  '/assets/..%5c..%5csecret.json',
  '/..\\secret.json',
  '//secret.json',
  '/%00/../secret.json',
  '/secret.json%00.js',
  '/%',
  '/%ff',
  '/../renderer-twin.js',
  '/link.json',
  '/notes.txt',
  '/assets',
  '/assets/',
  'secret.json',
  '*',
  'http://evil.example/secret.json',
  `/${'a/'.repeat(2000)}x.js`,
])('the path %s leads to nothing', async (path) => {
  const { status, text } = await get(path);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(text).not.toContain('SECRET');
  expect((await fetch(`http://${host}/assets/main.js`)).status).toBe(200);
});

test.each([
  'evil.example',
  'evil.example:80',
  '127.0.0.1',
  '127.0.0.1:1',
  'localhost',
  '[::1]:80',
  '0.0.0.0:80',
  '127.0.0.1.evil.example',
  '',
])('a request for host %j is refused, for the page and for the socket', async (name) => {
  expect((await get('/', name)).status).toBeGreaterThanOrEqual(400);
  expect(await visit({ host: name, origin: `http://${name}` })).toBe(403);
});

test('two Host headers are refused', async () => {
  const request = `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
  expect((await rawHttp(server.port, request)).status).toBeGreaterThanOrEqual(400);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('the method %s is refused', async (method) => {
  const { status } = await rawHttp(server.port, head(`${method} /`, { Host: host, 'Content-Length': '0' }));
  expect(status).toBe(405);
});

test.each([
  'absent',
  'null',
  'http://evil.example',
  'http://127.0.0.1',
  'http://127.0.0.1:1',
  'https://127.0.0.1',
  'file://',
  'http://localhost',
])('a socket opened by a page of origin %s is refused', async (origin) => {
  expect(await visit({ origin })).toBe(403);
});

test('a page of the other name of this machine may not use this one', async () => {
  expect(await visit({ origin: `http://localhost:${server.port}` })).toBe(403);
  expect(await visit({ origin: `http://localhost:${server.port}`, host: `localhost:${server.port}` })).toBeInstanceOf(WebSocket);
});

test.each([
  ['none', null],
  ['an empty one', ''],
  ['a wrong one', 'x'.repeat(43)],
])('a socket with %s for a token is refused', async (_, wrong) => {
  expect(await visit({ token: wrong })).toBe(401);
});

test('a token that is short of one character, or in the address, is refused', async () => {
  expect(await visit({ token: token.slice(0, -1) })).toBe(401);
  expect(await visit({ token: null, path: `${WEB_SOCKET_PATH}?token=${token}` })).toBe(404);
});

test('a page with the token gets the contract, and the token is in no answer', async () => {
  const socket = await visit();
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  expect(socket.protocol).toBe(WEB_SOCKET_PROTOCOL);
  const client = createClient(toyContract, nodePort(socket));
  expect(await client.toy.echo({ value: 'hello' })).toEqual({ value: 'hello' });
});

test('a message beyond the limit ends its connection and no other', async () => {
  const [hostile, other] = await Promise.all([visit(), visit()]);
  if (typeof hostile === 'number' || typeof other === 'number') throw new Error('refused');
  const code = new Promise((resolve) => hostile.on('close', resolve));
  hostile.on('error', () => {});
  hostile.send('x'.repeat(LIMITS.messageBytes + 1));
  expect(await code).toBe(1009);
  expect(await createClient(toyContract, nodePort(other)).toy.echo({ value: 1 })).toEqual({ value: 1 });
});

test.each(['not json', '{"kind":"call"}', '[{"kind":"call","id":1,"path":"toy.echo","input":{}}]', '[[[[', ''])(
  'a page that sends %j instead of greeting is hung up on',
  async (frame) => {
    const socket = await visit();
    if (typeof socket === 'number') throw new Error('refused');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.send(frame);
    await closed;
  },
);

test('a thousand connections at once are held off, and the server answers afterwards', async () => {
  const patient = await startLoopbackServer({ port: 0, rendererDir: join(folder, 'renderer'), onConnect: () => {} });
  const sockets = Array.from({ length: 1000 }, () => connect(patient.port, '127.0.0.1'));
  await Promise.all(sockets.map(settled));
  await expect.poll(() => sockets.filter((socket) => socket.readyState === 'open').length).toBe(256);
  for (const socket of sockets) socket.destroy();
  const status = () =>
    fetch(`http://127.0.0.1:${patient.port}/`).then(
      (response) => response.status,
      () => 'none',
    );
  await expect.poll(status).toBe(200);
  await patient.close();
});

test('more windows than anyone needs are refused with a status', async () => {
  const visits = await Promise.all(Array.from({ length: 20 }, () => visit()));
  expect(visits.filter((visited) => visited === 503)).toHaveLength(20 - LIMITS.webSockets);
});

test.each(['', 'GET / HTTP/1.1\r\n', `GET ${WEB_SOCKET_PATH} HTTP/1.1\r\nUpgrade: websocket\r\n`])(
  'who sends %j and then nothing is disconnected',
  async (beginning) => {
    const { status } = await rawHttp(server.port, beginning);
    expect([undefined, 408]).toContain(status);
  },
);

test('it listens on no other address of this machine', async () => {
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address, family }) => (family === 'IPv6' && address !== '::1' ? undefined : address))
    .filter((address): address is string => address !== undefined && address !== '127.0.0.1');
  for (const address of others) {
    const socket = connect(server.port, address);
    await settled(socket);
    expect([address, socket.readyState]).not.toEqual([address, 'open']);
    socket.destroy();
  }
});

/** Resolves once it is known what becomes of the connection. */
function settled(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    // A connection that is held off is first taken by the system and then ended by the server.
    socket.on('connect', () => resolve());
    socket.resume();
  });
}

function nodePort(socket: WebSocket) {
  return framePort(
    {
      send: (frame) => socket.send(frame),
      onFrame: (listener) => socket.on('message', (data) => listener(String(data))),
      onClose: (listener) => socket.on('close', listener),
      close: () => socket.close(),
    },
    setImmediate,
  );
}
