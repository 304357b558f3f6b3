import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { createHandlers } from '../../../electron/ipc/handlers';
import { createLog } from '../../../electron/platform/log';
import { createClient } from '../../../shared/ipc/client';
import { contract } from '../../../shared/ipc/contract';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import type { Port } from '../../../shared/ipc/port';
import { serve } from '../../../shared/ipc/serve';
import { httpError } from '../../support/modelServer/faults';
import { type RecordedRequest, startModelServer } from '../../support/modelServer/modelServer';
import { type Reply, text } from '../../support/modelServer/reply';
import type { Script } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';
import { Machine } from '../cli/commandLine';

const CANARY = 'sk-test-canary-8d7c1f';
const definition = { name: 'W', steps: [{ id: 'a', prompt: 'Say hello' }] };

/** A host as a window has it, whose every word to the window is kept. */
async function open(script: Script | Reply, environment: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const server = await startModelServer({ script });
  const database = join(folder.path, 'stepgraph.db');
  const lines: string[] = [];
  const frames: string[] = [];
  const log = createLog({ writeLine: (line) => lines.push(line), environment: {}, now: () => 0 });
  const start = async () => {
    const host = await createHost({ database, workDir: folder.path, environment, log });
    const [ours, theirs] = memoryPorts();
    serve(contract, createHandlers(host.services, 'browser'), listening(theirs, frames), { log });
    return { host, client: createClient(contract, ours) };
  };
  let current = await start();
  return {
    server,
    folder: folder.path,
    lines,
    frames,
    get client() {
      return current.client;
    },
    async run() {
      const handle = await current.host.runs.start({ definition });
      return handle.result;
    },
    async reopen() {
      await current.host.close();
      current = await start();
    },
    close: () => current.host.close(),
    async [Symbol.asyncDispose]() {
      await current.host.close();
      await server.close();
      folder[Symbol.dispose]();
    },
  };
}

function listening(port: Port, frames: string[]): Port {
  return {
    onMessage: (listener) => port.onMessage(listener),
    onClose: (listener) => port.onClose(listener),
    close: () => port.close(),
    send(message) {
      frames.push(JSON.stringify(message));
      port.send(message);
    },
  };
}

/** The key as a server of the Messages API gets it. */
const keyOf = (request: RecordedRequest | undefined) => request?.headers.authorization?.replace(/^Bearer /, '');

describe('the provider in Settings', () => {
  it('is used from the next run on, after a restart too, and no more once it is removed', async () => {
    await using test = await open(text('hello'));
    expect(await test.client.secrets.provider({})).toEqual({ kind: 'rehearsal', key: null, baseUrl: null });
    const saved = await test.client.secrets.saveProvider({ key: CANARY, baseUrl: test.server.url });
    expect(saved).toEqual({ kind: 'anthropic', key: 'settings', baseUrl: { value: test.server.url, source: 'settings' } });
    await test.run();
    await test.reopen();
    expect((await test.run()).text).toBe('hello');
    expect(test.server.requests.map(keyOf)).toEqual([CANARY, CANARY]);

    expect(await test.client.secrets.saveProvider({ key: null, baseUrl: null })).toMatchObject({ kind: 'rehearsal', key: null });
    expect((await test.client.app.info({})).provider.kind).toBe('rehearsal');
  });

  it('gives way to the environment, and does not add its key to a token from there', async () => {
    await using test = await open(text('hello'));
    const environment = { ANTHROPIC_BASE_URL: test.server.url, ANTHROPIC_API_KEY: 'key-of-the-environment' };
    await using other = await open(text('hello'), environment);
    await other.client.secrets.saveProvider({ key: CANARY, baseUrl: 'http://127.0.0.1:9' });
    expect(await other.client.secrets.provider({})).toMatchObject({ key: 'environment', baseUrl: { source: 'environment' } });
    await other.run();
    await using third = await open(text('hello'), { ANTHROPIC_BASE_URL: test.server.url, ANTHROPIC_AUTH_TOKEN: 'token' });
    await third.client.secrets.saveProvider({ key: CANARY });
    await third.run();
    expect(test.server.requests.map(keyOf)).toEqual(['key-of-the-environment', 'token']);
  });

  it('refuses an address that is none, and shows one without its password', async () => {
    await using test = await open(text('hello'));
    for (const baseUrl of ['localhost:8080', 'file:///etc/passwd', 'javascript:alert(1)', '']) {
      await expect(test.client.secrets.saveProvider({ baseUrl })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    await test.client.secrets.saveProvider({ baseUrl: 'http://ada:canary-password@127.0.0.1:9/' });
    expect((await test.client.secrets.provider({})).baseUrl?.value).toBe('http://127.0.0.1:9/');
    expect((await test.client.app.info({})).provider.baseUrl).toBe('http://127.0.0.1:9/');
    expect(test.frames.join()).not.toContain('canary-password');
  });
});

describe('a key that was planted', () => {
  const echoing: Script = (request) => httpError(400, 'invalid_request_error', `${'x'.repeat(285)} your key is ${keyOf(request)}`);

  it('is in no event, error, log, answer to a window or byte of the database', async () => {
    await using test = await open(echoing);
    await test.client.secrets.saveProvider({ key: CANARY, baseUrl: test.server.url });
    await test.client.secrets.set({ name: 'GITHUB', value: 'canary-of-github' });
    await test.client.secrets.list({});
    const result = await test.run();
    expect(keyOf(test.server.requests[0])).toBe(CANARY);
    expect(result.steps[0]?.error).toMatch(/your k/);
    await expect(test.client.secrets.set({ name: 'ANTHROPIC_API_KEY', value: CANARY })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await test.client.runs.get({ runId: result.runId });
    await test.close();

    const databaseFiles = readdirSync(test.folder).filter((name) => name.startsWith('stepgraph.db'));
    expect(databaseFiles).not.toEqual([]);
    const bytes = databaseFiles.map((name) => readFileSync(join(test.folder, name), 'latin1'));
    const places = [JSON.stringify(result), ...test.lines, ...test.frames, ...bytes];
    // Half of a key is one too many.
    for (const place of places) expect(place).not.toMatch(/sk-test-can|canary-of/);
    expect(readFileSync(join(test.folder, 'stepgraph.secrets.json'), 'utf8')).toContain(CANARY);
  });

  it('is in nothing that a terminal prints, nor in what it exports', async () => {
    using machine = new Machine();
    await using server = await startModelServer({ script: echoing });
    const host = await createHost({ database: machine.database, environment: {} });
    await host.services.secrets.saveProvider({ key: CANARY, baseUrl: server.url });
    await host.close();
    const ran = await machine.run('run', machine.write('w.json', definition), '--json', '--events');
    expect(keyOf(server.requests[0])).toBe(CANARY);
    const listed = await machine.run('runs', 'list', '--json');
    const [{ runId }] = JSON.parse(listed.out);
    const outputs = [ran, listed, await machine.run('runs', 'export', runId), await machine.run('doctor')];
    for (const { out, err } of outputs) expect(out + err).not.toMatch(/sk-test-can/);
  });
});
