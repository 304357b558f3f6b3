import { expect, test } from 'vitest';
import type { RunFilter } from '../../../electron/store/records';
import { createRunState, reduceRun } from '../../../shared/run/reduce';
import { doneFact, eventsOf, sampleMessage, sampleRun, sampleSession, sampleWorkflow, startFact, stepDone, stepStart } from './samples';
import { openedStore, temporaryFile } from './support';

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

test('the summary says what the canvas says, also of a run whose failed step is run again', async () => {
  const store = openedStore();
  await store.runs.create(sampleRun('run_1'));
  const events = eventsOf('run_1', [
    startFact,
    stepStart('read'),
    {
      type: 'step.usage',
      stepId: 'read',
      usage: { inputTokens: 7, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
      costUsd: 0.5,
      turn: 1,
    },
    stepDone('read', { costUsd: 0.75 }),
    stepStart('report'),
    stepDone('report', { status: 'failed', error: 'Overloaded' }),
    { ...doneFact, status: 'partial' },
    { ...startFact, resumed: true, reopened: ['report'] },
    stepStart('report'),
    stepDone('report', { attempts: 2 }),
    doneFact,
  ]);
  for (const event of events) {
    await store.events.append('run_1', [event]);
    const state = reduceRun(createRunState('run_1', sampleWorkflow), events.slice(0, event.seq));
    expect(store.runs.get('run_1')).toMatchObject({
      status: state.status,
      durationMs: state.status === 'running' ? null : state.durationMs,
      usage: state.usage,
      costUsd: state.costUsd,
      lastSeq: state.seq,
      completedSteps: [...state.steps.values()].filter((step) => step.status === 'completed').length,
    });
  }
});

test('events that leave a gap are refused', async () => {
  const store = openedStore();
  await store.runs.create(sampleRun('run_1'));
  await expect(store.events.append('run_1', eventsOf('run_1', [startFact], 1))).rejects.toThrow('does not follow 0');
  await store.events.append('run_1', eventsOf('run_1', [startFact]));
  expect(store.runs.get('run_1')?.lastSeq).toBe(1);
});

test('events of a run that does not exist are refused', async () => {
  await expect(openedStore().events.append('run_1', eventsOf('run_1', [startFact]))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('runs are listed newest first, in pages, with the number of all', async () => {
  const store = openedStore();
  for (const id of ['run_1', 'run_2', 'run_3', 'run_4', 'run_5']) await store.runs.create(sampleRun(id));
  const page = (offset: number) => store.runs.list({ limit: 2, offset }).runs.map((run) => run.runId);
  expect([page(0), page(2), page(4)]).toEqual([['run_5', 'run_4'], ['run_3', 'run_2'], ['run_1']]);
  expect(store.runs.list({ limit: 2, offset: 4 }).total).toBe(5);
});

test('runs are found by workflow, name, id and parameter; wildcards mean themselves', async () => {
  const store = openedStore();
  await store.runs.create(sampleRun('run_1', { workflowId: 'wf_1' }));
  await store.runs.create(sampleRun('run_2', { definition: { ...sampleWorkflow, name: '100%_sure' } }));
  await store.runs.create(sampleRun('run_3', { params: { REPO: '/home/ada' } }));
  await store.runs.create(sampleRun('run_4', { parentSessionId: 'ses_1', parentCallId: 'call_1' }));
  const found = (filter: RunFilter) => store.runs.list(filter).runs.map((run) => run.runId);
  expect(found({ workflowId: 'wf_1' })).toEqual(['run_1']);
  expect(found({ search: 'Release' })).toEqual(['run_3', 'run_1']);
  expect(found({ search: '%_' })).toEqual(['run_2']);
  expect(found({ search: 'ada' })).toEqual(['run_3']);
  expect(found({ search: 'run_3' })).toEqual(['run_3']);
  expect(found({ search: "' OR 1=1 --" })).toEqual([]);
  expect(found({ parentSessionId: 'ses_1' })).toEqual(['run_4']);
});

test('refused attempts are kept, the newest 500', async () => {
  const store = openedStore();
  const attempt = (index: number) => ({
    at: '2026-01-01T00:00:00.000Z',
    source: `${index}.json`,
    workflowName: 'odd',
    problems: [{ code: 'cycle' }],
  });
  await Promise.all(Array.from({ length: 510 }, (_, index) => store.attempts.add(attempt(index))));
  expect(store.attempts.list(2)).toEqual([attempt(509), attempt(508)]);
  expect(store.attempts.list(1000)).toHaveLength(500);
});

test('settings keep the last value of each key', async () => {
  const file = temporaryFile();
  const store = openedStore(file);
  await store.settings.set({ theme: 'dark', maxConcurrency: 4, workDir: null });
  await store.settings.set({ theme: 'light' });
  await store.close();
  const reopened = openedStore(file);
  expect(reopened.settings.all()).toEqual({ theme: 'light', maxConcurrency: 4, workDir: null });
  expect([reopened.settings.get('workDir'), reopened.settings.get('none')]).toEqual([null, undefined]);
});
