import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type LoopbackLimits, type LoopbackServer, startLoopbackServer } from '../../../../electron/ipc/loopback/loopbackServer';
import { createRequestRate } from '../../../../electron/ipc/loopback/requestRate';
import { TOKEN_PROTOCOL_PREFIX, WEB_SOCKET_PATH, WEB_SOCKET_PROTOCOL } from '../../../../shared/ipc/bridge';
import { head, rawHttp } from '../../../support/rawHttp';
import { temporaryFolder } from '../../../support/temporaryFolder';

const HUNDRED_MEGABYTES = 100 * 1024 * 1024;
const GROWTH_LIMIT = 64 * 1024 * 1024;

async function open(limits: Partial<LoopbackLimits> = {}) {
  const folder = temporaryFolder();
  mkdirSync(join(folder.path, 'page'));
  writeFileSync(join(folder.path, 'page/index.html'), '<title>page</title>');
  const server = await startLoopbackServer({ port: 0, rendererDir: join(folder.path, 'page'), limits, onConnect: () => {} });
  return {
    ...server,
    host: `127.0.0.1:${server.port}`,
    token: new URLSearchParams(new URL(server.url).hash.slice(1)).get('token') ?? '',
    async [Symbol.asyncDispose]() {
      await server.close();
      folder[Symbol.dispose]();
    },
  };
}

const isAlive = async ({ port }: LoopbackServer) => (await fetch(`http://127.0.0.1:${port}/`)).status === 200;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** By how much the memory in use has grown after `act`, once what can be freed is. */
async function growthBy(act: () => Promise<unknown>): Promise<number> {
  const inUse = async () => {
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = await inUse();
  await act();
  return (await inUse()) - before;
}

/** Writes as much as the other end takes, until it hangs up; answers how much that was. */
async function pour(socket: Socket, total: number): Promise<number> {
  const piece = Buffer.alloc(64 * 1024, 'x');
  socket.on('error', () => {});
  socket.resume();
  const closed = new Promise((resolve) => socket.on('close', resolve));
  let sent = 0;
  while (sent < total && !socket.destroyed) {
    sent += piece.length;
    if (!socket.write(piece)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
  }
  socket.destroy();
  return sent;
}

describe('a body of a hundred megabytes', () => {
  it.each([
    ['with a length', `Content-Length: ${HUNDRED_MEGABYTES}`],
    ['without one', 'Transfer-Encoding: chunked'],
    ['that is larger than it says', 'Content-Length: 10'],
  ])('%s is not taken in', async (_, lengthHeader) => {
    await using server = await open({ headMs: 1_000 });
    const growth = await growthBy(async () => {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(`POST / HTTP/1.1\r\nHost: ${server.host}\r\n${lengthHeader}\r\n\r\n`);
      await pour(socket, HUNDRED_MEGABYTES);
    });
    expect(growth).toBeLessThan(GROWTH_LIMIT);
    expect(await isAlive(server)).toBe(true);
  });

  it('ends the socket of a page that sends it as a message', async () => {
    await using server = await open();
    const protocols = [WEB_SOCKET_PROTOCOL, TOKEN_PROTOCOL_PREFIX + server.token];
    const socket = new WebSocket(`ws://${server.host}${WEB_SOCKET_PATH}`, protocols, { origin: `http://${server.host}` });
    await once(socket, 'open');
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    socket.send(Buffer.alloc(HUNDRED_MEGABYTES, 'x'));
    const [code] = await closed;
    expect([1009, 1006]).toContain(code);
    expect(await isAlive(server)).toBe(true);
  });
});

it('a head without end is hung up on', async () => {
  await using server = await open({ headMs: 1_000 });
  for (const header of [`X: ${'x'.repeat(1_000_000)}\r\n`, 'X: x\r\n'.repeat(100_000)]) {
    const socket = connect(server.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => {});
    socket.resume();
    socket.write(`GET / HTTP/1.1\r\nHost: ${server.host}\r\n${header}`);
    await closed;
  }
  expect(await isAlive(server)).toBe(true);
});

it('a thousand who send a letter now and then are all let go of, and leave no memory behind', async () => {
  await using server = await open({ headMs: 500 });
  const growth = await growthBy(async () => {
    const sockets = Array.from({ length: 1_000 }, () => connect(server.port, '127.0.0.1'));
    const letters = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write('G');
    }, 100);
    await Promise.all(
      sockets.map(async (socket) => {
        socket.on('error', () => {});
        socket.resume();
        if (!socket.closed) await new Promise((resolve) => socket.on('close', resolve));
      }),
    );
    clearInterval(letters);
  });
  expect(growth).toBeLessThan(16 * 1024 * 1024);
  expect(await isAlive(server)).toBe(true);
});

it('who is refused and keeps its side open takes no place from others for long', async () => {
  await using server = await open({ connections: 20 });
  const sockets = Array.from({ length: 20 }, () => connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }));
  const refused = sockets.map((socket) => {
    socket.on('error', () => {});
    socket.write('GET /socket HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    return once(socket, 'data').then(([answer]) => String(answer));
  });
  for (const answer of await Promise.all(refused)) expect(answer).toMatch(/^HTTP\/1\.1 403/);
  await expect.poll(() => isAlive(server).catch(() => false), { timeout: 20_000 }).toBe(true);
  for (const socket of sockets) socket.destroy();
});

it('who is refused and hangs up at once does no harm', async () => {
  await using server = await open();
  const uncaught: unknown[] = [];
  const hear = (error: unknown) => uncaught.push(error);
  process.prependListener('uncaughtException', hear);
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write('GET /socket HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      await once(socket, 'data');
      socket.resetAndDestroy();
    }),
  );
  expect(await isAlive(server)).toBe(true);
  process.off('uncaughtException', hear);
  expect(uncaught).toEqual([]);
});

it('who asks too often is told to wait, and answered a second later', async () => {
  let time = 0;
  const rate = createRequestRate(3, () => time);
  const inASecond = () => Array.from({ length: 5 }, () => rate.admits());
  expect(inASecond()).toEqual([true, true, true, false, false]);
  time = 999;
  expect(rate.admits()).toBe(false);
  time = 1_000;
  expect(inASecond()).toEqual([true, true, true, false, false]);

  await using server = await open({ requestsPerSecond: 20 });
  const statuses = await Promise.all(
    Array.from({ length: 60 }, () => rawHttp(server.port, head('GET /', { Host: server.host })).then(({ status }) => status)),
  );
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20);
  expect(statuses.every((status) => status === 200 || status === 429)).toBe(true);
  await expect.poll(() => isAlive(server), { timeout: 5_000 }).toBe(true);
});

/** How browsers, proxies and attackers write addresses of this machine; none is the one name under which the page is served. */
const HOSTS = [
  '[::ffff:127.0.0.1]:PORT',
  '[::ffff:7f00:1]:PORT',
  '[::1]:PORT',
  '[0:0:0:0:0:0:0:1]:PORT',
  '0.0.0.0:PORT',
  '0:PORT',
  '127.1:PORT',
  '127.0.1:PORT',
  '127.0.0.2:PORT',
  '2130706433:PORT',
  '0x7f000001:PORT',
  '0177.0.0.1:PORT',
  '127.0.0.1.:PORT',
  'localhost.:PORT',
  'LOCALHOST:PORT',
  'localhost.localdomain:PORT',
  'localhost:PORT.evil.example',
  'user@127.0.0.1:PORT',
  '127.0.0.1:PORT@evil.example',
  '127.0.0.1:PORT/',
  '127.0.0.1:PORT, evil.example',
  '127.0.0.1:0PORT',
  '127.0.0.1:',
  'evil.example:PORT',
  'a.127.0.0.1.nip.io:PORT',
  'localtest.me:PORT',
];

const ORIGINS = [
  'http://evil.example',
  'https://evil.example',
  'http://evil.example:PORT',
  'http://127.0.0.1.evil.example:PORT',
  'http://127.0.0.1:PORT.evil.example',
  'http://127.0.0.1:PORT/',
  'http://127.0.0.1:PORT#',
  'http://127.0.0.1:PORT@evil.example',
  'HTTP://127.0.0.1:PORT',
  'https://127.0.0.1:PORT',
  'ws://127.0.0.1:PORT',
  'http://[::ffff:127.0.0.1]:PORT',
  'http://[::1]:PORT',
  'http://0.0.0.0:PORT',
  'http://127.0.0.1',
  'http://localhost',
  'null',
  'file://',
  'app://stepgraph',
  'chrome-extension://abcdefghijklmnop',
  'about:blank',
  'blob:http://127.0.0.1:PORT',
  'data:',
  '*',
  ' http://127.0.0.1:PORT http://evil.example',
];

describe('of requests that are not of our own page', () => {
  const withPort = (text: string, port: number) => text.replaceAll('PORT', String(port));
  const upgrade = (host: string, origin: string, token: string) => ({
    Host: host,
    Origin: origin,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': `${WEB_SOCKET_PROTOCOL}, ${TOKEN_PROTOCOL_PREFIX}${token}`,
  });
  const request = (line: string, headers: Readonly<Record<string, string>>) =>
    `${[`${line} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;

  it(`none of ${HOSTS.length * 2 + ORIGINS.length} passes, not even with the token`, async () => {
    await using server = await open();
    const passed: string[] = [];
    for (const name of HOSTS) {
      const host = withPort(name, server.port);
      const page = await rawHttp(server.port, head('GET /', { Host: host }));
      if (page.status === 200 || page.text.includes('page')) passed.push(`page ${name}`);
      const socket = await rawHttp(server.port, request(`GET ${WEB_SOCKET_PATH}`, upgrade(host, `http://${host}`, server.token)));
      if (socket.status === 101) passed.push(`socket ${name}`);
    }
    for (const name of ORIGINS) {
      const headers = upgrade(server.host, withPort(name, server.port), server.token);
      const { status } = await rawHttp(server.port, request(`GET ${WEB_SOCKET_PATH}`, headers));
      if (status !== 403) passed.push(`${status} ${name}`);
    }
    expect(passed).toEqual([]);
  });

  it('none is told by any header that it may read the answer', async () => {
    await using server = await open();
    for (const line of ['GET /', 'GET /missing.js', 'OPTIONS /', 'POST /']) {
      const preflight = { Host: server.host, Origin: 'http://evil.example', 'Access-Control-Request-Method': 'GET' };
      const { text } = await rawHttp(server.port, head(line, preflight));
      expect(text).not.toMatch(/access-control-allow/i);
      expect(text).toMatch(/cross-origin-resource-policy: same-origin/i);
    }
  });
});
