import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHost, type Host } from '../../../electron/host/createHost';
import type { Approver } from '../../../electron/tools/permissionGate';
import type { RunEvent } from '../../../shared/run/events';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { temporaryFolder } from '../../support/temporaryFolder';
import { faulty } from './support';

type Asked = Parameters<Approver['ask']>[0];
type Answer = (request: Asked) => ReturnType<Approver['ask']>;

const yes: Answer = async () => ({ state: 'allowed', reason: 'I know it' });
const no: Answer = async () => ({ state: 'denied', reason: 'I do not know it' });

/** A host that is given definitions as an imported file gives them, with someone to ask or nobody. */
async function open(answer?: Answer) {
  const folder = temporaryFolder();
  const server = await startModelServer({ script: text('done') });
  const asked: Asked[] = [];
  const ask: Approver['ask'] = async (request) => {
    asked.push(request);
    return (answer ?? no)(request);
  };
  const start = () =>
    createHost({
      database: join(folder.path, 'store', 'stepgraph.db'),
      workDir: folder.path,
      environment: { ANTHROPIC_BASE_URL: server.url },
      ...(answer && { approverFor: () => ({ ask }) }),
    });
  let host = await start();
  return {
    asked,
    folder: folder.path,
    requests: server.requests,
    get host(): Host {
      return host;
    },
    async reopen() {
      await host.close();
      host = await start();
    },
    run: async (servers: readonly McpServerDefinition[], options: object = {}) => {
      const steps = servers.map((one, index) => ({ id: `s${index}`, prompt: 'Work', mcpServers: [one] }));
      return (await host.runs.start({ definition: { name: 'Imported', steps }, ...options })).result;
    },
    async [Symbol.asyncDispose]() {
      await host.close();
      await server.close();
      folder[Symbol.dispose]();
    },
  };
}

/** Writes a file when it starts, so that a start can't go unnoticed. */
const marking = (mark: string, more: object = {}) => faulty('starts others', mark, more);

describe('a server that a definition brings along', () => {
  it('does not start where nobody can be asked, in no mode; the step fails with all that would have been started', async () => {
    await using test = await open();
    const mark = join(test.folder, 'started');
    for (const permissionMode of ['default', 'acceptEdits', 'plan', 'bypassPermissions'] as const) {
      const { steps } = await test.run([marking(mark, { env: { LEVEL: '9' } })], { permissionMode });
      expect(steps[0]?.status).toBe('failed');
      for (const part of [process.execPath, 'faultyServer.mjs', mark, 'LEVEL', test.folder]) expect(steps[0]?.error).toContain(part);
    }
    expect(existsSync(mark)).toBe(false);
    expect(test.requests).toHaveLength(0);
  });

  it('is asked about with the whole command, arguments, environment and folder, in every mode, and does not start when refused', async () => {
    await using test = await open(no);
    const mark = join(test.folder, 'started');
    const { steps } = await test.run([marking(mark, { env: { LONG: 'x'.repeat(5_000) } })], { permissionMode: 'bypassPermissions' });
    expect(steps[0]).toMatchObject({ status: 'failed', error: expect.stringContaining('I do not know it') });
    expect(existsSync(mark)).toBe(false);
    expect(test.asked.map(({ tool, input }) => ({ tool, input }))).toEqual([
      {
        tool: { name: 'start_mcp_server', isReadOnly: false },
        input: {
          name: 'faulty',
          command: process.execPath,
          args: faulty('starts others', mark).args,
          env: { LONG: 'x'.repeat(5_000) },
          cwd: test.folder,
        },
      },
    ]);
  });

  it('starts once agreed to, and is not asked about again: not by other steps, runs or hosts on the store', async () => {
    await using test = await open(yes);
    const server = faulty('sound');
    expect((await test.run([server, server, server])).status).toBe('completed');
    expect(test.asked).toHaveLength(1);
    await test.reopen();
    expect((await test.run([server])).status).toBe('completed');
    expect(test.asked).toHaveLength(1);
  });

  it('is asked about again whatever of it changes, a byte of its script included', async () => {
    await using test = await open(yes);
    const script = join(test.folder, 'server.mjs');
    copyFileSync('tests/integration/mcp/faultyServer.mjs', script);
    mkdirSync(join(test.folder, 'elsewhere'));
    const server = { name: 'local', command: process.execPath, args: [script, 'sound'], env: { A: '1' } };
    await test.run([server]);
    const changed: readonly McpServerDefinition[] = [
      { ...server, name: 'renamed' },
      { ...server, args: [script, 'sound', '-c'] },
      { ...server, env: { A: '2' } },
      { ...server, env: { A: '1', NODE_OPTIONS: '--no-warnings' } },
      { ...server, cwd: 'elsewhere' },
      { ...server, command: 'node' },
    ];
    for (const [index, definition] of changed.entries()) {
      await test.run([definition]);
      expect(test.asked).toHaveLength(index + 2);
    }
    appendFileSync(script, '\n');
    await test.run([server]);
    expect(test.asked).toHaveLength(changed.length + 2);
    await test.run([server]);
    expect(test.asked).toHaveLength(changed.length + 2);
  });

  it('is asked about when it is an address, too: nothing is sent there before', async () => {
    await using test = await open(no);
    const { steps } = await test.run([{ name: 'remote', url: 'http://127.0.0.1:9/mcp', headers: { authorization: '${secret:TOKEN}' } }]);
    expect(steps[0]?.error).toContain('I do not know it');
    expect(test.asked[0]?.input).toEqual({ name: 'remote', url: 'http://127.0.0.1:9/mcp', headers: { authorization: '${secret:TOKEN}' } });
  });

  it('is asked about again when its address or a header is another one', async () => {
    await using test = await open(yes);
    const remote = { name: 'remote', url: 'http://127.0.0.1:9/mcp', headers: { accept: 'a' } };
    const changed = [remote, remote, { ...remote, url: 'http://127.0.0.1:9/mcp?x' }, { ...remote, headers: { accept: 'b' } }];
    for (const definition of changed) await test.run([definition]);
    expect(test.asked.map(({ input }) => input)).toEqual([changed[0], changed[2], changed[3]]);
  });

  it('lets the step wait, as everyone can see, until the run is stopped', async () => {
    await using test = await open(
      ({ context: { signal } }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const mark = join(test.folder, 'started');
    const asking = Promise.withResolvers<RunEvent>();
    const definition = { name: 'Imported', steps: [{ id: 'a', prompt: 'Work', mcpServers: [marking(mark)] }] };
    const onEvent = (event: RunEvent) => event.type === 'step.permission' && asking.resolve(event);
    const { runId, result } = await test.host.runs.start({ definition }, { onEvent });
    expect(await asking.promise).toMatchObject({ state: 'asked', name: 'start_mcp_server', requestId: expect.stringMatching(/^req/) });
    await test.host.runs.stop(runId);
    expect(await result).toMatchObject({ aborted: true });
    expect(existsSync(mark)).toBe(false);
  });

  it('starts nothing by being stored, read, listed or validated', async () => {
    await using test = await open(yes);
    const mark = join(test.folder, 'started');
    const definition = { name: 'Imported', steps: [{ id: 'a', prompt: 'Work', mcpServers: [marking(mark)], skillDirectories: ['/etc'] }] };
    const { workflows } = test.host.services;
    const { id } = await workflows.create(definition);
    workflows.get(id);
    workflows.list();
    await workflows.save(id, { ...definition, description: 'Changed' }, 1, 'named');
    expect(test.asked).toHaveLength(0);
    expect(readdirSync(test.folder)).toEqual(['store']);
  });
});
