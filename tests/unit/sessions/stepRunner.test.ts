import { describe, expect, it } from 'vitest';
import { type StepFact, StepFailure, type StepRequest, type StepRunner } from '../../../electron/engine/ports';
import type { ModelClient, SessionStore } from '../../../electron/sessions/ports';
import { createSessionManager } from '../../../electron/sessions/sessionManager';
import { createStepCheckpoints } from '../../../electron/sessions/stepCheckpoints';
import { createStepRunner, type RunSurroundings } from '../../../electron/sessions/stepRunner';
import { AppError } from '../../../shared/lib/appError';
import { settled } from './support/heldModel';
import { manualClock } from './support/manualClock';
import { memoryStore } from './support/memoryStore';
import { ALLOW_ALL, assistant, countingIds, echo, remember, SETTINGS, session, toolsOf, user } from './support/scene';
import { calls, says, scriptedModel, USAGE } from './support/scriptedModel';

const SURROUNDINGS: RunSurroundings = {
  model: 'claude-default',
  systemPrompt: 'Default.',
  workDir: '/default',
  permissionMode: 'default',
  provider: 'rehearsal',
};

const REQUEST: StepRequest = {
  runId: 'run_1',
  workflow: { name: 'release-check', description: 'Before a release', steps: [] },
  step: { id: 'lint', description: 'Lint', prompt: 'Run lint', allowedTools: ['read'], maxTurns: 7 },
  sessionId: 's',
  attempt: 1,
  prompt: 'Run lint on main',
  model: 'claude-step',
  systemPrompt: '',
  workDir: '/repo',
  permissionMode: 'plan',
  resume: false,
};

function runner(
  model: ModelClient,
  store: SessionStore = memoryStore(),
  surroundings: Partial<RunSurroundings> = {},
  { keepsFiles = false } = {},
) {
  const priceOf = () => 0.5;
  const sessions = createSessionManager({
    store,
    model,
    tools: toolsOf(echo('read')),
    gate: ALLOW_ALL,
    clock: manualClock(),
    ids: countingIds(),
    priceOf,
    log: { warn() {}, error() {} },
    every: () => () => {},
  });
  const steps: StepRunner = createStepRunner({
    sessions,
    checkpoints: createStepCheckpoints({ sessions, log: { warn() {}, error() {} } }),
    keepFiles: () => keepsFiles,
    store,
    priceOf,
    surroundings: () => ({ ...SURROUNDINGS, ...surroundings }),
  });
  const facts: StepFact[] = [];
  const report = async (fact: StepFact) => void facts.push(fact);
  const run = (request: StepRequest, signal = new AbortController().signal, begun = Promise.resolve()) =>
    steps.run(request, { begun, report }, signal);
  return { store, facts, run };
}

describe('a step', () => {
  it('is one turn of a session that knows all that is needed to go on later', async () => {
    const { run, store, facts } = runner(scriptedModel(calls(['t1', 'read']), says('Clean.')));
    expect(await run(REQUEST)).toMatchObject({ text: 'Clean.', toolCalls: ['read'], costUsd: 0 });
    expect(store.get('s')).toMatchObject({
      title: 'release-check/Lint',
      settings: {
        model: 'claude-step',
        systemPrompt: '',
        mode: 'react',
        workDir: '/repo',
        permissionMode: 'plan',
        maxTurns: 7,
        provider: 'rehearsal',
        allowedTools: ['read'],
      },
      metadata: { runId: 'run_1', stepId: 'lint', workflowName: 'release-check', workflowDescription: 'Before a release' },
    });
    expect(facts.map(({ type, stepId }) => `${stepId} ${type}`)).toEqual([
      'lint step.usage',
      'lint step.tool.start',
      'lint step.permission',
      'lint step.tool.done',
      'lint step.text',
      'lint step.usage',
    ]);
  });

  it('makes its session, but asks nobody before its beginning is stored', async () => {
    const model = scriptedModel(says('Clean.'));
    const { run, store } = runner(model);
    const begun = Promise.withResolvers<void>();
    const outcome = run(REQUEST, undefined, begun.promise);
    await settled();
    expect(store.get('s')).toMatchObject({ headId: null });
    expect(model.requests).toHaveLength(0);
    begun.resolve();
    expect(await outcome).toMatchObject({ text: 'Clean.' });
  });

  it.each([
    ['a first attempt', REQUEST, [], false],
    ['a first attempt that keeps files', REQUEST, [], true],
    ['a further attempt', { ...REQUEST, attempt: 2 }, [user('Run lint'), assistant('No.')], true],
    ['an attempt that was cut off', { ...REQUEST, resume: true }, [user('Run lint')], true],
  ] as const)('does nothing when its beginning cannot be stored: %s', async (_case, request, said, keepsFiles) => {
    const store = memoryStore();
    if (said.length > 0) await store.create(session('s'));
    await remember(store, ...said);
    const before = store.get('s')?.headId ?? null;
    const model = scriptedModel(says('Clean.'));
    const lost = Promise.reject(new AppError('CONFLICT', 'The run is in the hands of another process.'));
    lost.catch(() => {}); // the engine hears of it too
    const { run } = runner(model, store, {}, { keepsFiles });
    await expect(run(request, undefined, lost)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(model.requests).toHaveLength(0);
    expect(store.get('s')?.headId ?? null).toBe(before);
    await settled(); // a mark is only handed over
    expect(store.checkpoints('s')).toEqual([]);
  });

  it('is not marked as failed when its run cannot be stored any further', async () => {
    const model = scriptedModel(() => Promise.reject(new AppError('STORE_FAILED', 'The disk is full.')));
    const { run, store } = runner(model);
    await expect(run(REQUEST)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await settled(); // a mark is only handed over
    expect(store.checkpoints('s')).toEqual([]);
  });

  it('lets go of its session in the commit of its end, or before where its files are kept first', async () => {
    const held = { ...memoryStore(), release: () => Promise.reject(new AppError('STORE_FAILED', 'The disk is full.')) };
    expect(await runner(scriptedModel(says('Clean.')), held).run(REQUEST)).toMatchObject({ text: 'Clean.' });
    const keeping = runner(scriptedModel(says('Clean.')), held, {}, { keepsFiles: true });
    await expect(keeping.run({ ...REQUEST, sessionId: 't' })).rejects.toMatchObject({ message: 'The disk is full.' });
  });

  it('fails for what kept its session from being made', async () => {
    const store: SessionStore = { ...memoryStore(), create: () => Promise.reject(new AppError('STORE_FAILED', 'The disk is full.')) };
    const model = scriptedModel(says('Clean.'));
    await expect(runner(model, store).run(REQUEST)).rejects.toMatchObject({ message: 'The disk is full.' });
    expect(model.requests).toHaveLength(0);
  });

  it('inherits what it does not set, and is called by its id without a description', async () => {
    const { run, store } = runner(scriptedModel(says('.')), memoryStore(), { parentSessionId: 'ses_parent' });
    await run({
      ...REQUEST,
      step: { id: 'lint', prompt: 'x', mode: 'single' },
      model: null,
      systemPrompt: undefined,
      workDir: undefined,
      permissionMode: undefined,
    });
    expect(store.get('s')).toMatchObject({
      title: 'release-check/lint',
      settings: {
        ...SETTINGS,
        mode: 'single',
        model: 'claude-default',
        systemPrompt: 'Default.',
        workDir: '/default',
        provider: 'rehearsal',
      },
      metadata: { parentSessionId: 'ses_parent' },
    });
  });

  it('begins a fresh conversation at a further attempt; the failed one stays as a branch', async () => {
    const model = scriptedModel(() => Promise.reject(new AppError('OVERLOADED', 'busy')), says('Clean.'));
    const { run, store } = runner(model);
    await expect(run(REQUEST)).rejects.toMatchObject({ code: 'OVERLOADED', message: 'busy' });
    await run({ ...REQUEST, attempt: 2, prompt: 'Run lint on main' });
    expect(model.requests[1]?.messages).toEqual([user('Run lint on main')]);
    expect(store.messages('s')).toHaveLength(3);
  });

  it('tells what a failed attempt spent, and only that', async () => {
    const overloaded = () => Promise.reject(new AppError('OVERLOADED', 'busy'));
    const { run } = runner(scriptedModel(calls(['t1', 'read']), overloaded, calls(['t2', 'read']), overloaded), memoryStore(), {
      provider: 'anthropic',
    });
    for (const attempt of [1, 2]) {
      const failure = await run({ ...REQUEST, attempt }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StepFailure);
      expect(failure).toMatchObject({ code: 'OVERLOADED', usage: USAGE, costUsd: 0.5 });
    }
  });

  it('goes on from its last stored turn after a crash, with its stored settings', async () => {
    const store = memoryStore();
    await store.create(session('s', { ...SETTINGS, model: 'claude-stored' }));
    await remember(store, user('Run lint'));
    const model = scriptedModel(says('Clean.'));
    expect(await runner(model, store).run({ ...REQUEST, resume: true })).toMatchObject({ text: 'Clean.' });
    expect(model.requests).toMatchObject([{ model: 'claude-stored', messages: [user('Run lint')] }]);
  });

  it('makes no model call when its answer was stored before the crash', async () => {
    const store = memoryStore();
    await store.create(session('s'));
    await remember(store, user('Run lint'), { ...assistant('Clean.'), stopReason: 'end_turn' });
    expect(await runner(scriptedModel(), store).run({ ...REQUEST, resume: true })).toMatchObject({ text: 'Clean.' });
  });

  it.each(['before its session was stored', 'before its prompt was stored'])('starts when the crash came %s', async (moment) => {
    const store = memoryStore();
    if (moment.includes('prompt')) await store.create(session('s'));
    const model = scriptedModel(says('Clean.'));
    await runner(model, store).run({ ...REQUEST, resume: true });
    expect(model.requests[0]?.messages).toEqual([user('Run lint on main')]);
  });
});
