import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type PlanOptions, planRun } from '../../../electron/engine/plan';
import { runWorkflow } from '../../../electron/engine/runWorkflow';
import type { RunEvent } from '../../../shared/run/events';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { after, layered, step, workflow } from '../../support/builders';
import { oneToken, type Play, refused, type TestEngine, testEngine } from '../../support/enginePorts';

const plan = (definition: WorkflowDefinition, params: Record<string, unknown> = {}, options: Partial<PlanOptions> = {}) =>
  planRun(definition, params, { runId: 'run_1', ...options });

async function play(definition: WorkflowDefinition, plays: Readonly<Record<string, Play>> = {}, options: Partial<PlanOptions> = {}) {
  const engine = testEngine(({ step: { id } }) => plays[id] ?? {});
  const result = await engine.clock.finish(runWorkflow(engine, plan(definition, {}, options)).result);
  return { engine, result };
}

const times = ({ journal }: TestEngine, type: RunEvent['type']) =>
  Object.fromEntries(
    journal.events.flatMap((event) =>
      event.type === type && 'stepId' in event ? [[event.stepId, Date.parse(event.timestamp) % 1_000]] : [],
    ),
  );

describe('scheduling', () => {
  it('starts a step the moment its own dependencies are done, without waiting for the rest of their level', async () => {
    const definition = workflow([step('fast'), step('slow'), after('next', 'fast')]);
    const { engine } = await play(definition, { fast: { takesMs: 1 }, slow: { takesMs: 100 }, next: { takesMs: 5 } });
    expect(times(engine, 'step.start')).toEqual({ fast: 0, slow: 0, next: 1 });
    expect(times(engine, 'step.done')).toEqual({ fast: 1, slow: 100, next: 6 });
  });

  it('takes as long as the longest chain of steps when nothing caps it', async () => {
    const definition = layered(10, 8);
    const plays = Object.fromEntries(definition.steps.map(({ id }, index) => [id, { takesMs: (index * 7919) % 97 }]));
    const { result } = await play(definition, plays, { maxConcurrency: 100 });
    const finishedAt = new Map<string, number>();
    for (const { id, dependsOn = [] } of definition.steps) {
      finishedAt.set(id, Math.max(0, ...dependsOn.map((each) => finishedAt.get(each) ?? 0)) + (plays[id]?.takesMs ?? 0));
    }
    expect(result.durationMs).toBe(Math.max(...finishedAt.values()));
  });

  it('runs at most maxConcurrency steps at once; ready steps wait in definition order', async () => {
    const definition = workflow(['a', 'b', 'c', 'd', 'e'].map((id) => step(id)));
    const { engine } = await play(
      definition,
      { a: { takesMs: 10 }, b: { takesMs: 5 }, c: { takesMs: 10 }, d: { takesMs: 1 } },
      { maxConcurrency: 2 },
    );
    expect(engine.steps.mostRunning).toBe(2);
    expect(times(engine, 'step.start')).toEqual({ a: 0, b: 0, c: 5, d: 10, e: 11 });
  });
});

describe('events', () => {
  it('tell the whole run, each with type, runId, seq and timestamp', async () => {
    const definition = workflow([step('a', { description: 'First' }), after('b', 'a')]);
    const { engine } = await play(definition, {
      a: { takesMs: 7, text: 'done', toolCalls: ['read'], turns: [oneToken] },
      b: { error: refused() },
    });
    const common = { runId: 'run_1', workflowName: 'sample' };
    expect(engine.journal.events).toEqual([
      { ...common, type: 'workflow.start', seq: 1, timestamp: '2026-01-01T00:00:00.000Z', stepCount: 2 },
      {
        ...common,
        type: 'step.start',
        seq: 2,
        timestamp: '2026-01-01T00:00:00.000Z',
        stepId: 'a',
        stepName: 'First',
        sessionId: 'ses_1',
        attempt: 1,
        prompt: 'Do a',
      },
      {
        runId: 'run_1',
        type: 'step.usage',
        seq: 3,
        timestamp: '2026-01-01T00:00:00.000Z',
        stepId: 'a',
        usage: oneToken,
        costUsd: 1,
        turn: 1,
      },
      {
        ...common,
        type: 'step.done',
        seq: 4,
        timestamp: '2026-01-01T00:00:00.007Z',
        stepId: 'a',
        stepName: 'First',
        status: 'completed',
        durationMs: 7,
        sessionId: 'ses_1',
        text: 'done',
        toolCalls: ['read'],
        attempts: 1,
        usage: oneToken,
        costUsd: 1,
      },
      {
        ...common,
        type: 'step.start',
        seq: 5,
        timestamp: '2026-01-01T00:00:00.007Z',
        stepId: 'b',
        stepName: 'b',
        sessionId: 'ses_2',
        attempt: 1,
        prompt: 'Do b',
      },
      {
        ...common,
        type: 'step.done',
        seq: 6,
        timestamp: '2026-01-01T00:00:00.007Z',
        stepId: 'b',
        stepName: 'b',
        status: 'failed',
        durationMs: 0,
        sessionId: 'ses_2',
        text: '',
        toolCalls: [],
        attempts: 1,
        error: 'The model server refused the key.',
        errorCode: 'AUTHENTICATION',
        usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
        costUsd: 0,
      },
      {
        ...common,
        type: 'workflow.done',
        seq: 7,
        timestamp: '2026-01-01T00:00:00.007Z',
        status: 'partial',
        durationMs: 7,
        aborted: false,
        errors: [{ stepId: 'b', error: 'The model server refused the key.' }],
      },
    ]);
  });

  it('are durable before anyone is shown them', async () => {
    const engine = testEngine();
    const stored = new Set<number>();
    const journal = {
      append: async (_runId: string, events: readonly RunEvent[]) => {
        await Promise.resolve();
        for (const { seq } of events) stored.add(seq);
      },
    };
    const early: RunEvent[] = [];
    const onEvent = (event: RunEvent) => {
      if (!stored.has(event.seq)) early.push(event);
    };
    await engine.clock.finish(runWorkflow({ ...engine, journal }, plan(layered(3, 3)), { onEvent }).result);
    expect(early).toEqual([]);
    expect(stored.size).toBe(20);
  });

  it('reach a step its facts only once they are durable', async () => {
    const order: string[] = [];
    const engine = testEngine();
    const journal = {
      append: async (_runId: string, events: readonly RunEvent[]) => {
        await Promise.resolve();
        order.push(...events.map((event) => event.type));
      },
    };
    const steps: TestEngine['steps']['run'] = async ({ step: { id } }, sink) => {
      await sink.report({ type: 'step.tool.start', stepId: id, callId: 'c1', name: 'write', input: {} });
      order.push('the tool runs');
      return { text: '', toolCalls: [], usage: oneToken, costUsd: null };
    };
    await runWorkflow({ ...engine, journal, steps: { run: steps } }, plan(workflow([step('a')]))).result;
    expect(order).toEqual(['workflow.start', 'step.start', 'step.tool.start', 'the tool runs', 'step.done', 'workflow.done']);
  });

  it('of a skipped step are one step.done and no step.start', async () => {
    const { engine } = await play(workflow([step('a'), after('b', 'a'), after('c', 'b')]), { a: { error: refused() } });
    const ofSkipped = engine.journal.events.filter((event) => 'stepId' in event && event.stepId !== 'a');
    expect(ofSkipped).toMatchObject([
      { type: 'step.done', stepId: 'b', status: 'skipped', error: 'Skipped because step "a" failed', durationMs: 0, sessionId: '' },
      { type: 'step.done', stepId: 'c', status: 'skipped', error: 'Skipped because step "a" failed', durationMs: 0, sessionId: '' },
    ]);
  });

  it('go on when a listener throws, which is logged and changes nothing', async () => {
    const engine = testEngine();
    const onEvent = () => {
      throw new Error('broken listener');
    };
    const result = await engine.clock.finish(runWorkflow(engine, plan(workflow([step('a')])), { onEvent }).result);
    expect(result.status).toBe('completed');
    expect(engine.steps.timesBegun).toEqual({ a: 1 });
    expect(engine.logged).toHaveLength(engine.journal.events.length);
  });

  it('end with workflow.done, whatever a step still reports', async () => {
    const engine = testEngine();
    let late: Promise<unknown> | undefined;
    const run: TestEngine['steps']['run'] = async ({ step: { id } }, sink) => {
      late = engine.clock.sleep(50).then(() => sink.report({ type: 'step.text', stepId: id, delta: 'too late' }));
      late.catch(() => {});
      return { text: 'done', toolCalls: [], usage: oneToken, costUsd: null };
    };
    await engine.clock.finish(runWorkflow({ ...engine, steps: { run } }, plan(workflow([step('a')]))).result);
    engine.clock.advance();
    await expect(late).rejects.toMatchObject({ code: 'ABORTED' });
    expect(engine.journal.events.at(-1)?.type).toBe('workflow.done');
  });
});

describe('a run that is over', () => {
  it('listens no longer to its signal', async () => {
    const { signal } = new AbortController();
    const engine = testEngine();
    await engine.clock.finish(runWorkflow(engine, plan(workflow([step('a')])), { signal }).result);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is not troubled by a step that reports late and does not wait for the answer', async () => {
    const engine = testEngine();
    const run: TestEngine['steps']['run'] = async ({ step: { id } }, sink) => {
      void engine.clock.sleep(50).then(() => {
        void sink.report({ type: 'step.text', stepId: id, delta: 'too late' }); // were its rejection unhandled, the test would fail
      });
      return { text: 'done', toolCalls: [], usage: oneToken, costUsd: null };
    };
    await engine.clock.finish(runWorkflow({ ...engine, steps: { run } }, plan(workflow([step('a')]))).result);
    engine.clock.advance();
    await nextTurn();
    expect(engine.journal.events.at(-1)?.type).toBe('workflow.done');
  });
});

describe('the result', () => {
  it('has steps in definition order and the text of the last completed step in topological order', async () => {
    const definition = workflow([after('end', 'mid'), after('mid', 'start'), step('start'), after('twin', 'start')]);
    const { result } = await play(definition, {
      start: { text: 'S' },
      mid: { text: 'M', takesMs: 5 },
      twin: { text: 'T', takesMs: 9 },
      end: { error: refused() },
    });
    expect(result.steps.map(({ id, status }) => [id, status])).toEqual([
      ['end', 'failed'],
      ['mid', 'completed'],
      ['start', 'completed'],
      ['twin', 'completed'],
    ]);
    expect(result.text).toBe('T');
    expect(result.status).toBe('partial');
  });

  it.each<[string, Record<string, Play>, string]>([
    ['completed', {}, 'if all steps completed'],
    ['failed', { a: { error: refused() }, b: { error: refused() } }, 'if none did'],
    ['partial', { b: { error: refused() } }, 'otherwise'],
  ])('is %s', async (status, plays) => {
    expect((await play(workflow([step('a'), step('b')]), plays)).result.status).toBe(status);
  });

  it('sums usage and cost over steps; an unknown price makes the sum unknown', async () => {
    const { result } = await play(workflow([step('a'), step('b')]), { a: { turns: [oneToken, oneToken] }, b: { turns: [oneToken] } });
    expect([result.usage.inputTokens, result.costUsd, result.steps[0]?.usage.inputTokens, result.steps[0]?.costUsd]).toEqual([3, 3, 2, 2]);
    const engine = testEngine();
    const run = () => Promise.resolve({ text: '', toolCalls: [], usage: oneToken, costUsd: null });
    const priceless = await runWorkflow({ ...engine, steps: { run } }, plan(workflow([step('a')]))).result;
    expect([priceless.costUsd, priceless.usage]).toEqual([null, oneToken]);
  });

  it('has no negative duration when the wall clock is set back', async () => {
    const engine = testEngine(() => ({ takesMs: 10 }));
    const onEvent = (event: RunEvent) => {
      if (event.type === 'step.start') engine.clock.epoch -= 86_400_000;
    };
    const result = await engine.clock.finish(runWorkflow(engine, plan(workflow([step('a'), after('b', 'a')])), { onEvent }).result);
    expect([result.durationMs, ...result.steps.map((each) => each.durationMs)]).toEqual([20, 10, 10]);
  });
});
