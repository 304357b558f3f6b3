import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHost, type Host, type HostOptions } from '../../../electron/host/createHost';
import { createHandlers } from '../../../electron/ipc/handlers';
import { createClient } from '../../../shared/ipc/client';
import { contract, type StepgraphClient } from '../../../shared/ipc/contract';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import { serve } from '../../../shared/ipc/serve';
import type { RunEvent } from '../../../shared/run/events';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { temporaryFolder } from '../../support/temporaryFolder';

let folder: ReturnType<typeof temporaryFolder>;
let workDir: string;
const hosts: Host[] = [];
const servers: ModelServer[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  workDir = join(folder.path, 'project');
  mkdirSync(workDir);
  writeFileSync(join(workDir, 'README.md'), '# A project\n\nIt has a readme.\n');
});

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
  for (const server of servers.splice(0)) await server.close();
  folder[Symbol.dispose]();
});

async function open(options: HostOptions = {}): Promise<{ host: Host; client: StepgraphClient }> {
  const host = await createHost({ database: join(folder.path, 'store.db'), workDir, environment: {}, rehearsalPaceMs: 0, ...options });
  hosts.push(host);
  const [ours, theirs] = memoryPorts();
  serve(contract, createHandlers(host.services, 'browser'), theirs, { log: host.log });
  return { host, client: createClient(contract, ours) };
}

/** A reply that never comes. */
const HANGING = { ...text(''), stallAfter: 0 };

const survey = {
  name: 'survey',
  steps: [
    { id: 'look', prompt: 'Look at README.md', allowedTools: ['read', 'glob'] },
    { id: 'sum', prompt: 'Sum up for $WHO: $steps.look.text', dependsOn: ['look'], mode: 'single' as const },
  ],
  parameters: { WHO: { type: 'string' as const, required: true } },
};

async function eventsOf(client: StepgraphClient, runId: string, after = 0): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const batch of client.runs.events({ runId, after })) events.push(...batch);
  return events;
}

test('a run started by a window is stored, streams its events without a gap and ends', async () => {
  const { client } = await open();
  const { runId } = await client.runs.start({ definition: survey, params: { WHO: 'me' } });
  const events = await eventsOf(client, runId);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(0)?.type).toBe('workflow.start');
  expect(events.at(-1)).toMatchObject({ type: 'workflow.done', status: 'completed', aborted: false });
  expect(await client.runs.get({ runId })).toMatchObject({
    status: 'completed',
    rehearsal: true,
    completedSteps: 2,
    params: { WHO: 'me' },
    workDir,
  });
  const { sessions } = await client.sessions.list({ runId });
  expect(sessions.map((session) => session.title).toSorted()).toEqual(['survey/look', 'survey/sum']);
  const conversation = await client.sessions.conversation({ id: sessions[0]?.id ?? '' });
  expect(conversation[0]?.role).toBe('user');
});

test('whoever joins later gets the same events, from wherever they say', async () => {
  const { client } = await open();
  const { runId } = await client.runs.start({ definition: survey, params: { WHO: 'me' } });
  const live = await eventsOf(client, runId);
  expect(await eventsOf(client, runId)).toEqual(live);
  expect(await eventsOf(client, runId, 3)).toEqual(live.slice(3));
});

test('a run is found again after a restart, as it was', async () => {
  const first = await open();
  const { runId } = await first.client.runs.start({ definition: survey, params: { WHO: 'me' } });
  const events = await eventsOf(first.client, runId);
  const detail = await first.client.runs.get({ runId });
  await first.host.close();
  const second = await open();
  expect(await eventsOf(second.client, runId)).toEqual(events);
  expect(await second.client.runs.get({ runId })).toEqual(detail);
});

test('what cannot run is refused with every problem, and only the attempt is stored', async () => {
  const { client, host } = await open();
  const broken = { name: '', steps: [{ id: 'a', prompt: '', dependsOn: ['b'] }] };
  await expect(client.runs.start({ definition: broken })).rejects.toMatchObject({
    code: 'INVALID_WORKFLOW',
    details: [{ code: 'empty_name' }, { code: 'empty_prompt' }, { code: 'unknown_dependency' }],
  });
  await expect(client.runs.start({ definition: survey })).rejects.toMatchObject({ code: 'INVALID_PARAMETERS' });
  expect((await client.runs.list({})).total).toBe(0);
  expect((await client.sessions.list({})).total).toBe(0);
  expect(host.store.attempts.list()).toHaveLength(2);
});

test('the model comes from the step, else the workflow, else the settings, and requests reach the configured server', async () => {
  const server = await modelServer(text('done'));
  const { client } = await open({ environment: { ANTHROPIC_BASE_URL: server.url } });
  await client.app.saveSettings({ model: 'from-settings' });
  const steps = [
    { id: 'own', prompt: 'a', model: 'from-step' },
    { id: 'inherits', prompt: 'b' },
  ];
  await eventsOf(client, (await client.runs.start({ definition: { name: 'w', model: 'from-workflow', steps } })).runId);
  await eventsOf(client, (await client.runs.start({ definition: { name: 'w', steps } })).runId);
  const asked = server.requests.map(({ prompt, body }) => [prompt, body.model]);
  expect(asked.toSorted()).toEqual([
    ['a', 'from-step'],
    ['a', 'from-step'],
    ['b', 'from-settings'],
    ['b', 'from-workflow'],
  ]);
});

test('stopping ends the run, its steps and its requests, and stores that it was aborted', async () => {
  const server = await modelServer(HANGING);
  const { client } = await open({ environment: { ANTHROPIC_BASE_URL: server.url } });
  const { runId } = await client.runs.start({ definition: survey, params: { WHO: 'me' } });
  await expect.poll(() => server.openRequests).toBe(1);
  await client.runs.stop({ runId });
  await server.idle();
  expect(await client.runs.get({ runId })).toMatchObject({ aborted: true, status: 'failed' });
});

test('a stopped run can be resumed, and its stream goes on in the same numbers', async () => {
  let isHanging = true;
  const server = await modelServer(() => (isHanging ? HANGING : text('done')));
  const { client } = await open({ environment: { ANTHROPIC_BASE_URL: server.url } });
  const { runId } = await client.runs.start({ definition: survey, params: { WHO: 'me' } });
  await expect.poll(() => server.openRequests).toBe(1);
  await client.runs.stop({ runId });
  const before = await eventsOf(client, runId);
  isHanging = false;
  await client.runs.resume({ runId });
  const after = await eventsOf(client, runId, before.length);
  expect(after.at(0)).toMatchObject({ seq: before.length + 1, type: 'workflow.start', resumed: true });
  expect(after.at(-1)).toMatchObject({ type: 'workflow.done', status: 'completed' });
});

test('closing while a run is under way aborts it and leaves nothing open', async () => {
  const server = await modelServer(HANGING);
  const { client, host } = await open({ environment: { ANTHROPIC_BASE_URL: server.url } });
  const { runId } = await client.runs.start({ definition: survey, params: { WHO: 'me' } });
  await expect.poll(() => server.openRequests).toBe(1);
  await host.close();
  await server.idle();
  const reopened = await open();
  expect(await reopened.client.runs.get({ runId })).toMatchObject({ aborted: true });
  await expect(host.runs.start({ definition: survey, params: { WHO: 'me' } })).rejects.toMatchObject({ code: 'ABORTED' });
});

test('a window hears of new runs and saved workflows without asking', async () => {
  const { client } = await open();
  const runs = client.runs.changes({})[Symbol.asyncIterator]();
  const workflows = client.workflows.changes({})[Symbol.asyncIterator]();
  await Promise.all([runs.next(), workflows.next()]);
  const news = Promise.all([runs.next(), workflows.next()]);
  await client.runs.start({ definition: survey, params: { WHO: 'me' } });
  await client.workflows.create({ definition: survey });
  expect((await news).map(({ done }) => done)).toEqual([false, false]);
  await Promise.all([runs.return?.(), workflows.return?.()]);
});

test('settings are kept, and one that cannot be read counts as not set', async () => {
  const { client, host } = await open();
  expect(await client.app.saveSettings({ theme: 'dark', maxConcurrency: 3 })).toMatchObject({
    theme: 'dark',
    maxConcurrency: 3,
    model: null,
  });
  await host.store.settings.set({ theme: 'sepia', unknown: 1 });
  expect(await client.app.settings({})).toMatchObject({ theme: 'system', maxConcurrency: 3 });
});

test('a setting that is changed leaves the others as they are', async () => {
  const { client } = await open();
  await client.app.saveSettings({ theme: 'dark', sandbox: 'offline', model: 'claude-x' });
  await client.app.saveSettings({ sessionManager: { maxSessions: 7 } });
  expect(await client.app.saveSettings({ reducedMotion: true })).toMatchObject({
    theme: 'dark',
    sandbox: 'offline',
    model: 'claude-x',
    sessionManager: { maxSessions: 7 },
    reducedMotion: true,
  });
});

test('the templates are valid workflows of this version', async () => {
  const { client } = await open();
  const templates = await client.workflows.templates({});
  expect(templates.map(({ id }) => id)).toContain('release-check');
  expect(templates.length).toBeGreaterThanOrEqual(4);
});

test('a store that cannot be opened says so in a sentence', async () => {
  writeFileSync(join(folder.path, 'store.db'), 'this is no database, but it is long enough to be looked at as one');
  await expect(open()).rejects.toMatchObject({ code: 'STORE_FAILED' });
});

async function modelServer(script: Parameters<typeof startModelServer>[0]['script']): Promise<ModelServer> {
  const server = await startModelServer({ script });
  servers.push(server);
  return server;
}
