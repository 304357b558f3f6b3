import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHost, type Host } from '../../../electron/host/createHost';
import { createHandlers } from '../../../electron/ipc/handlers';
import { createClient } from '../../../shared/ipc/client';
import { contract } from '../../../shared/ipc/contract';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import { serve } from '../../../shared/ipc/serve';
import type { SessionSettings } from '../../../shared/session/session';
import { openFaultHost } from '../../support/faultWorkerHost';
import { buildFaultWorkers } from '../../support/faultWorkerProcess';
import { startModelServer } from '../../support/modelServer/modelServer';
import { type Reply, text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, type Script, turns } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';
import { lastResult, requestsOf } from './requests';

const child = { name: 'child', steps: [{ id: 'only', prompt: 'Work' }] };
const order = toolUse('run_workflow', { definition: child });
const orderTwo = toolUse('run_workflow', {
  definition: {
    name: 'two',
    steps: [
      { id: 'work', prompt: 'Work', dependsOn: [] },
      { id: 'check', prompt: 'Check $steps.work.text', dependsOn: ['work'] },
    ],
  },
});
const parent = { name: 'parent', steps: [{ id: 'lead', prompt: 'Orchestrate', tools: ['run_workflow'] }] };
const bypass = { permissionMode: 'bypassPermissions' } as const;

async function open(script: Script | Reply) {
  const folder = temporaryFolder();
  const server = await startModelServer({ script });
  const host = await createHost({
    database: join(folder.path, 'store.db'),
    workDir: folder.path,
    environment: { ANTHROPIC_BASE_URL: server.url },
  });
  const [ours, theirs] = memoryPorts();
  serve(contract, createHandlers(host.services, 'browser'), theirs, { log: host.log });
  return {
    host,
    server,
    client: createClient(contract, ours),
    async [Symbol.asyncDispose]() {
      await host.close();
      await server.close();
      folder[Symbol.dispose]();
    },
  };
}

async function runParent(host: Host) {
  const handle = await host.runs.start({ definition: parent, ...bypass });
  return handle.result;
}

describe('runs that a tool call started', () => {
  it('are listed under their session and call and nowhere else, and go when their parent’s run is deleted', async () => {
    await using test = await open(byPrompt(['Orchestrate', turns(order, order, text('done'))], ['Work', text('worked')]));
    const { runId, steps } = await runParent(test.host);
    const sessionId = steps[0]?.sessionId ?? '';
    const calls = test.host.store.sessions
      .messages(sessionId)
      .flatMap((message) => message.content.filter(({ type }) => type === 'tool_use').map(({ id }) => id));

    const children = await test.client.runs.children({ sessionId });
    expect(children.map(({ workflowName, status, parentCallId }) => [workflowName, status, parentCallId])).toEqual(
      calls.map((call) => ['child', 'completed', call]),
    );
    expect((await test.client.runs.list({})).runs.map((run) => run.runId)).toEqual([runId]);

    await test.client.runs.delete({ runId });
    for (const { runId: childId } of children) expect(test.host.store.runs.get(childId)).toBeUndefined();
    expect((await test.client.sessions.list({})).total).toBe(0);
  });

  it('cannot be lost to a deletion while one of them is under way', async () => {
    await using test = await open(byPrompt(['Orchestrate', turns(order)], ['Work', { ...text(''), stallAfter: 0 }]));
    const { runId } = await test.host.runs.start({ definition: parent, ...bypass });
    await expect.poll(() => requestsOf(test.server.requests, 'Work').length).toBe(1);
    await expect(test.client.runs.delete({ runId })).rejects.toMatchObject({ code: 'BUSY' });
    await test.host.runs.stop(runId);
    await test.client.runs.delete({ runId });
    expect((await test.client.sessions.list({})).total).toBe(0);
  });

  it('go when the session that started them is deleted, with their own sessions', async () => {
    await using test = await open(byPrompt(['Orchestrate', turns(order, text('done'))], ['Work', text('worked')]));
    const { id } = await test.host.sessions.create({ title: 'Lead', settings: leadSettings(test.host) });
    await test.host.sessions.send(id, 'Orchestrate');
    const [run] = await test.client.runs.children({ sessionId: id });
    await test.host.sessions.delete([id]);
    expect(test.host.store.runs.get(run?.runId ?? '')).toBeUndefined();
    expect((await test.client.sessions.list({})).total).toBe(0);
  });

  it('go on with their parent after a SIGKILL: the same run, and no model call for a step that it had completed', async () => {
    using folder = temporaryFolder();
    using workers = await buildFaultWorkers();
    const killed = Promise.withResolvers<void>();
    let isAlive = true;
    await using server = await startModelServer({
      script: byPrompt(
        ['Orchestrate', (request) => (request.body.messages.length === 1 ? orderTwo : text(lastResult(request).text))],
        ['Work', text('worked')],
        [
          'Check worked',
          () => {
            worker.child.kill('SIGKILL');
            return isAlive ? { ...text(''), until: killed.promise } : text('checked');
          },
        ],
      ),
    });
    const place = {
      database: join(folder.path, 'stepgraph.db'),
      modelServer: server.url,
      workDir: folder.path,
      effects: join(folder.path, 'effects'),
    };
    const worker = workers.start({ ...place, job: { definition: parent } });
    expect(await worker.ended).toBe('SIGKILL');
    isAlive = false;
    killed.resolve();

    const host = await openFaultHost(place);
    try {
      const runId = worker.heard('accepted') ?? '';
      const sessionId = host.store.sessions.list({ runId })[0]?.id ?? '';
      const [left] = host.services.runs.children(sessionId);
      expect([host.store.runs.get(runId)?.status, left?.status]).toEqual(['interrupted', 'interrupted']);
      const result = await (await host.runs.resume(runId)).result;

      expect(result).toMatchObject({ status: 'completed', text: expect.stringContaining('## check (completed)\nchecked') });
      const asked = ['Orchestrate', 'Work', 'Check worked'].map((prompt) => requestsOf(server.requests, prompt).length);
      expect(asked).toEqual([2, 1, 2]);
      const children = host.services.runs.children(result.steps[0]?.sessionId ?? '');
      expect(children.map(({ runId, parentCallId, status }) => ({ runId, parentCallId, status }))).toEqual([
        { runId: left?.runId, parentCallId: left?.parentCallId, status: 'completed' },
      ]);
    } finally {
      await host.close();
    }
  }, 60_000);

  it('can be gone on with by themselves, and their parent then takes what they came to', async () => {
    await using test = await open(byPrompt(['Orchestrate', turns(order, text('done'))], ['Work', text('worked')]));
    const { id } = await test.host.sessions.create({ title: 'Lead', settings: leadSettings(test.host) });
    await test.host.sessions.send(id, 'Orchestrate');
    const [run] = await test.client.runs.children({ sessionId: id });
    const reply = test.host.store.sessions.messages(id).find(({ role }) => role === 'assistant');
    await test.host.store.sessions.moveHead(id, { headId: reply?.id ?? null });
    const { text: answer } = await test.host.sessions.continueTurn(id);

    expect(answer).toBe('done');
    expect(lastResult(requestsOf(test.server.requests, 'Orchestrate').at(-1))).toMatchObject({
      isError: false,
      text: expect.stringContaining(`(run ${run?.runId})`),
    });
    expect(requestsOf(test.server.requests, 'Work')).toHaveLength(1);
  });
});

function leadSettings(host: Host): SessionSettings {
  const { workDir } = host.defaults();
  return { model: null, systemPrompt: '', mode: 'react', workDir, maxTurns: 10, provider: 'anthropic', tools: ['run_workflow'], ...bypass };
}
