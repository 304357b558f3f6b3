import { existsSync } from 'node:fs';
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

  it('has an MCP server for the run that shares it; stopped in a call, the model is told, and the next call starts it again', async () => {
    const call = toolUse('faulty__work', { text: 'it' });
    await using at = await open(turns(call, text('done')));
    const { runId, result } = await at.run([faulty('hangs')]);
    const [server] = await at.running(({ kind }) => kind === 'server');
    expect(server).toMatchObject({
      kind: 'server',
      name: 'faulty',
      command: expect.stringMatching(/faultyServer\.mjs hangs/),
      folder: at.folder,
      owner: { sessionId: null, sessionTitle: null, runId, stepId: null, workflowName: 'W' },
    });
    await expect.poll(() => at.requests.length).toBe(1);
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
