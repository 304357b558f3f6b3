import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { createBoundedFetch } from '../../../electron/tools/mcp/boundedFetch';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { temporaryFolder } from '../../support/temporaryFolder';
import { lastResult } from '../agents/requests';

const MEGABYTE = 1024 * 1024;
const PIECE = 'a'.repeat(64 * 1024);

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Writes as long as somebody reads. */
function pourInto(response: ServerResponse): void {
  while (!response.destroyed && response.write(PIECE));
  if (!response.destroyed) response.once('drain', () => pourInto(response));
}

/** A server of MCP over HTTP, as little of it as there can be. `call` answers calls of its one tool. */
function mcpServer(call: (response: ServerResponse, id: number) => void) {
  return serve(async (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method, params } = JSON.parse(Buffer.concat(await request.toArray()).toString());
    const secret = request.headers.authorization;
    const result = (value: object) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result: value }));
    };
    if (method === 'initialize') {
      const serverInfo = { name: 'x', title: `Mine ${secret}`, version: `1 ${secret}` };
      return result({ protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo });
    }
    if (method === 'tools/list')
      return result({ tools: [{ name: 'work', description: `used with ${secret}`, inputSchema: { type: 'object' } }] });
    return method === 'tools/call' ? call(response, id) : void response.writeHead(202).end();
  });
}

describe('what a server over HTTP sends', () => {
  it.each(['text/event-stream', 'application/json'])('is not held without end: %s', async (contentType) => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': contentType }).write('data: ');
      pourInto(response);
    });
    let told = 0;
    const fetch = createBoundedFetch(() => (told += 1), MEGABYTE);
    await expect((await fetch(server.url)).text()).rejects.toThrow(/more than 1 MB/);
    expect(told).toBe(1);
  });

  it('may be much in all, in events of their own', async () => {
    const event = `data: ${PIECE}\r\n\r\n`;
    await using server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(event.repeat(40));
    });
    const fetch = createBoundedFetch(() => expect.unreachable(), MEGABYTE);
    expect((await (await fetch(server.url)).text()).length).toBe(event.length * 40);
  });

  it('ends a call that it makes too large, not the host, and the step goes on', async () => {
    await using server = await mcpServer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: message\ndata: ');
      pourInto(response);
    });
    await using test = await startTestSdk(turns(toolUse('big__work', {}), text('went on without')), { permissions: { allow: ['big__*'] } });
    const step = { id: 'a', prompt: 'Use it', mcpServers: [{ name: 'big', url: server.url }] };
    const { steps } = await test.sdk.workflow.run({ name: 'W', steps: [step] });
    expect(steps[0]).toMatchObject({ status: 'completed', text: 'went on without' });
    expect(lastResult(test.server.requests.at(-1))).toMatchObject({ isError: true });
  });
});

describe('a secret that a server over HTTP repeats', () => {
  it('is shown neither by trying it out nor in what it says of its tools', async () => {
    await using server = await mcpServer((response) => response.end());
    using folder = temporaryFolder();
    const host = await createHost({ database: `${folder.path}/w.db`, workDir: folder.path, environment: {} });
    await host.services.secrets.set('TOKEN', 'canary-4f1c-token');
    const entry = { name: 'mine', url: server.url, headers: { authorization: 'Bearer ${secret:TOKEN}' } };
    const trial = await host.services.connections.tryServer(entry, AbortSignal.timeout(30_000));
    await host.close();
    expect(JSON.stringify(trial)).not.toContain('canary-4f1c');
    expect(trial).toMatchObject({ title: expect.stringMatching(/^Mine/), tools: [{ description: expect.stringMatching(/^used with/) }] });
  });
});
