import { expect, test } from 'vitest';
import {
  doneFact,
  eventsOf,
  openedStore,
  sampleMessage,
  sampleRun,
  sampleSession,
  sampleWorkflow,
  startFact,
  stepDone,
  stepStart,
  temporaryFile,
} from './support';

test('a stored run comes back whole from another opening of the file', async () => {
  const file = temporaryFile();
  const store = openedStore(file);
  await store.runs.create(sampleRun('run_1', { workflowId: 'wf_1', modelSettings: { model: 'claude', systemPrompt: 'Be kind.' } }));
  await store.close();
  expect(openedStore(file).runs.get('run_1')).toEqual({
    runId: 'run_1',
    workflowId: 'wf_1',
    workflowName: 'release-check',
    status: 'interrupted',
    aborted: false,
    rehearsal: true,
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: null,
    stepCount: 2,
    completedSteps: 0,
    usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    costUsd: 0,
    params: { REPO: '/repository' },
    definition: sampleWorkflow,
    workDir: '/repository',
    permissionMode: 'default',
    maxConcurrency: 4,
    modelSettings: { model: 'claude', systemPrompt: 'Be kind.' },
    parentSessionId: null,
    parentCallId: null,
    lastSeq: 0,
  });
});

test('the summary of a run keeps in step with its events', async () => {
  const store = openedStore();
  await store.runs.create(sampleRun('run_1'));
  await store.events.append('run_1', eventsOf('run_1', [startFact, stepStart('read'), stepDone('read')]));
  expect(store.runs.get('run_1')).toMatchObject({ status: 'running', completedSteps: 1, costUsd: 0.25, lastSeq: 3 });
  await store.events.append('run_1', eventsOf('run_1', [stepStart('report'), stepDone('report', { costUsd: null }), doneFact], 3));
  expect(store.runs.get('run_1')).toMatchObject({
    status: 'completed',
    completedSteps: 2,
    durationMs: 25,
    costUsd: null,
    usage: { inputTokens: 20, outputTokens: 10, cacheReadTokens: 4, cacheWriteTokens: 2 },
    lastSeq: 6,
  });
});

test('events come back in order, after a number and up to a limit', async () => {
  const store = openedStore();
  await store.runs.create(sampleRun('run_1'));
  const events = eventsOf('run_1', [startFact, stepStart('read'), stepDone('read'), doneFact]);
  await Promise.all([store.events.append('run_1', events.slice(0, 2)), store.events.append('run_1', events.slice(2))]);
  expect(store.events.events('run_1', 0)).toEqual(events);
  expect(store.events.events('run_1', 1, 2)).toEqual(events.slice(1, 3));
  expect(store.events.events('run_1', 4)).toEqual([]);
});

test('deleting a run deletes its events, sessions, words and child runs, and nothing else', async () => {
  const store = openedStore();
  await store.runs.create(sampleRun('run_1'));
  await store.sessions.create(sampleSession('ses_1', { metadata: { runId: 'run_1' } }));
  await store.sessions.append(sampleMessage('msg_1', 'ses_1', null), null);
  await store.runs.create(sampleRun('run_child', { parentSessionId: 'ses_1', parentCallId: 'call_1' }));
  await store.sessions.create(sampleSession('ses_child', { metadata: { runId: 'run_child' } }));
  await store.runs.create(sampleRun('run_other'));
  await expect(store.runs.delete('run_1')).rejects.toMatchObject({ code: 'BUSY' });
  await Promise.all(['run_child', 'run_1'].map((id) => store.events.append(id, eventsOf(id, [startFact, doneFact]))));
  expect(await store.runs.delete('run_1')).toBe(true);
  expect(await store.runs.delete('run_1')).toBe(false);
  expect(store.runs.list({}).runs.map((run) => run.runId)).toEqual(['run_other']);
  expect(store.runs.get('run_child')).toBeUndefined();
  expect(store.events.events('run_1', 0)).toEqual([]);
  expect(store.sessions.list({})).toEqual([]);
  expect(store.sessions.search('Message')).toEqual([]);
});
