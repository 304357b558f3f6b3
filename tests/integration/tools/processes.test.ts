import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHost, type Host } from '../../../electron/host/createHost';
import type { RunningProcess } from '../../../shared/ipc/contract/processes';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { type Script, turns } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';
import { lastResult } from '../agents/requests';
import { faulty, isRunning } from '../mcp/support';

async function open(script: Script) {
  const folder = temporaryFolder();
  const server = await startModelServer({ script });
  const host: Host = await createHost({
    database: join(folder.path, 'store.db'),
    workDir: folder.path,
    environment: { ANTHROPIC_BASE_URL: server.url },
    permissionRulesFor: () => ({ allow: ['*'] }),
  });
  return {
    host,
    folder: folder.path,
    requests: server.requests,
    processes: host.services.processes,
    async run(mcpServers: readonly McpServerDefinition[] = []) {
      await host.servers.agree(mcpServers, folder.path);
      const definition = { name: 'W', steps: [{ id: 'a', prompt: 'Go', ...(mcpServers.length > 0 && { mcpServers }) }] };
      return host.runs.start({ definition });
    },
    /** What runs, once something that fits does. */
    running: async (fits: (process: RunningProcess) => boolean) => {
      await expect.poll(() => host.services.processes.running().some(fits), { timeout: 15_000 }).toBe(true);
      return host.services.processes.running();
    },
    async [Symbol.asyncDispose]() {
      await host.close();
      await server.close();
      folder[Symbol.dispose]();
    },
  };
}

describe('the list of what runs', () => {
  it('has a command with its process, its folder and the step it works for, until it ends', async () => {
    await using at = await open(turns(toolUse('bash', { command: 'until [ -e go ]; do sleep 0.05; done; echo went' }), text('done')));
    let changes = 0;
    at.processes.onChange(() => {
      changes += 1;
    });
    const { runId, result } = await at.run();
    const [command] = await at.running(() => true);
    expect(command).toMatchObject({
      kind: 'command',
      name: 'bash',
      command: 'until [ -e go ]; do sleep 0.05; done; echo went',
      folder: at.folder,
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      owner: { sessionId: expect.stringMatching(/^ses_/), sessionTitle: 'W/a', runId, stepId: 'a', workflowName: 'W' },
    });
    expect(isRunning(command?.pid ?? 0)).toBe(true);
    expect(changes).toBe(1);
    await at.host.runs.stop(runId);
    await result;
    expect(at.processes.running()).toEqual([]);
    expect(changes).toBe(2);
  });

  it('stops a command with everything it has started, and the model is told by whom', async () => {
    await using at = await open(turns(toolUse('bash', { command: 'sleep 300 & echo begun; touch begun; wait' }), text('done')));
    const { result } = await at.run();
    const [command] = await at.running(() => existsSync(join(at.folder, 'begun')));
    expect(await at.processes.stop(command?.id ?? '')).toBe(true);
    expect(isRunning(command?.pid ?? 0)).toBe(false);
    expect((await result).steps[0]).toMatchObject({ status: 'completed', text: 'done' });
    expect(lastResult(at.requests[1])).toEqual({
      isError: true,
      text: 'begun\n[stopped by the person at the screen, with everything it had started]',
    });
    expect(await at.processes.stop(command?.id ?? '')).toBe(false);
  });

  it('has an MCP server for the run that shares it; stopped in a call, the model is told, and goes on', async () => {
    const call = toolUse('faulty__work', { text: 'it' });
    await using at = await open(turns(call, text('done')));
    const called = join(at.folder, 'called.log');
    const { runId, result } = await at.run([faulty('hangs', called)]);
    const [server] = await at.running(({ kind }) => kind === 'server');
    expect(server).toMatchObject({
      kind: 'server',
      name: 'faulty',
      command: expect.stringMatching(/faultyServer\.mjs hangs/),
      folder: at.folder,
      owner: { sessionId: null, sessionTitle: null, runId, stepId: null, workflowName: 'W' },
    });
    await expect.poll(() => existsSync(called), { timeout: 15_000 }).toBe(true);
    await at.processes.stop(server?.id ?? '');
    expect(isRunning(server?.pid ?? 0)).toBe(false);
    expect((await result).steps[0]).toMatchObject({ status: 'completed' });
    expect(lastResult(at.requests[1])).toMatchObject({
      isError: true,
      text: expect.stringContaining('stopped by the person at the screen'),
    });
    expect(at.processes.running()).toEqual([]);
  });

  it('has a server that is only starting, which can be stopped as well', async () => {
    await using at = await open(turns(text('never asked')));
    const { result } = await at.run([faulty('says nothing')]);
    const [server] = await at.running(({ kind }) => kind === 'server');
    await at.processes.stop(server?.id ?? '');
    expect((await result).steps[0]).toMatchObject({ status: 'failed', error: expect.stringContaining('stopped by the person') });
    expect(isRunning(server?.pid ?? 0)).toBe(false);
    expect(at.processes.running()).toEqual([]);
  });

  it('shows secrets by their names', async () => {
    await using at = await open(turns(text('done')));
    await at.host.services.secrets.set('TOKEN', 'canary-of-the-list');
    const seen: string[] = [];
    at.processes.onChange(() => seen.push(JSON.stringify(at.processes.running())));
    const { result } = await at.run([faulty('sound', '--token=${secret:TOKEN}')]);
    await result;
    expect(seen.join()).toContain('--token=${secret:TOKEN}');
    expect(seen.join()).not.toContain('canary');
  });
});

/** A server over HTTP that breaks off the first call, and takes its time to say goodbye. */
async function startBrokenServer() {
  const ended: string[] = [];
  let sessions = 0;
  let calls = 0;
  const answers: { readonly [method: string]: () => object } = {
    initialize: () => ({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'far', version: '1' } }),
    'tools/list': () => ({ tools: [{ name: 'work', inputSchema: { type: 'object' } }] }),
    'tools/call': () => ({ content: [{ type: 'text', text: 'done it' }] }),
  };
  const server = createServer(async (request, response) => {
    const session = String(request.headers['mcp-session-id'] ?? '');
    if (request.method === 'DELETE') {
      ended.push(session);
      setTimeout(() => response.end(), 300);
      return;
    }
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as { id?: number; method: string };
    if (id === undefined) return void response.writeHead(202).end();
    if (method === 'tools/call' && ++calls === 1) return void request.socket.destroy();
    if (method === 'initialize') sessions += 1;
    response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': session || `session-${sessions}` });
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: answers[method]?.() }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    ended,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

it('a connection is listed by its address; one that broke off and was made anew is ended with the run, too', async () => {
  await using far = await startBrokenServer();
  const call = toolUse('far__work', {});
  await using at = await open(turns(call, call, toolUse('bash', { command: 'sleep 1' }), call, text('done')));
  const seen: RunningProcess[] = [];
  at.processes.onChange(() => seen.push(...at.processes.running()));
  const { result } = await at.run([{ name: 'far', url: far.url }]);
  expect((await result).steps[0]).toMatchObject({ status: 'completed' });
  expect(
    at.requests
      .slice(1)
      .map(lastResult)
      .map(({ isError }) => isError),
  ).toEqual([true, false, false, false]);
  expect(seen).toContainEqual(expect.objectContaining({ kind: 'connection', name: 'far', command: far.url, pid: null, folder: null }));
  expect(far.ended).toEqual(['session-1', 'session-2']);
  expect(at.processes.running()).toEqual([]);
});
