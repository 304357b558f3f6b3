import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SETTLE_GRACE_MS } from '../../../electron/engine/attempt';
import { planRun } from '../../../electron/engine/plan';
import { resumeRun } from '../../../electron/engine/resumeRun';
import { runWorkflow } from '../../../electron/engine/runWorkflow';
import { AppError } from '../../../shared/lib/appError';
import { canResume } from '../../../shared/run/canResume';
import type { RunEvent } from '../../../shared/run/events';
import { createRunState, reduceRun } from '../../../shared/run/reduce';
import type { WorkflowRunResult } from '../../../shared/run/state';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { after, layered, step, workflow } from '../../support/builders';
import { overloaded, type Play, testEngine } from '../../support/enginePorts';

const statuses = (result: WorkflowRunResult) => result.steps.map(({ id, status, error }) => [id, status, error]);

/** Runs until the event that `when` picks, and aborts there. */
async function abortedAt(definition: WorkflowDefinition, plays: (id: string) => Play, when: (event: RunEvent) => boolean) {
  const engine = testEngine(({ step: { id } }) => plays(id));
  const controller = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (when(event)) controller.abort();
  };
  const plan = planRun(definition, {}, { runId: 'run_1', maxConcurrency: 2 });
  const result = await engine.clock.finish(runWorkflow(engine, plan, { onEvent, signal: controller.signal }).result);
  return { engine, plan, result };
}

const isStartOf = (id: string) => (event: RunEvent) => event.type === 'step.start' && event.stepId === id;

describe('abort', () => {
  const definition = workflow([step('done'), after('flying', 'done'), after('behind', 'flying'), step('waiting'), step('queued')]);

  it('fails what is in flight, skips what never started, keeps what is done, all with their error', async () => {
    const plays = (id: string): Play => ({ takesMs: id === 'done' ? 0 : 1_000 });
    const { result, engine } = await abortedAt(definition, plays, isStartOf('flying'));
    expect(statuses(result)).toEqual([
      ['done', 'completed', undefined],
      ['flying', 'failed', 'Run aborted'],
      ['behind', 'skipped', 'Run aborted'],
      ['waiting', 'failed', 'Run aborted'],
      ['queued', 'skipped', 'Run aborted'],
    ]);
    expect([result.aborted, result.status]).toEqual([true, 'partial']);
    expect(engine.clock.monotonic()).toBe(0);
    expect(engine.steps.requests.map((request) => request.step.id)).not.toContain('queued');
  });

  it('settles within two seconds although a step ignores it', async () => {
    const plays = (id: string): Play => (id === 'deaf' ? { takesMs: 60_000, ignoresAbort: true } : { takesMs: 5 });
    const isDone = (event: RunEvent) => event.type === 'step.done';
    const { result, engine } = await abortedAt(workflow([step('deaf'), step('quick')]), plays, isDone);
    expect(statuses(result)).toEqual([
      ['deaf', 'failed', 'Run aborted'],
      ['quick', 'completed', undefined],
    ]);
    expect(engine.clock.monotonic()).toBe(5 + SETTLE_GRACE_MS);
    expect(SETTLE_GRACE_MS).toBeLessThan(2_000);
  });

  it('ends the wait between two attempts at once', async () => {
    const retried = workflow([step('a', { retries: 5 }), after('b', 'a')]);
    const { result, engine } = await abortedAt(
      retried,
      () => ({ error: overloaded() }),
      (event) => event.type === 'step.retry',
    );
    expect(statuses(result)).toEqual([
      ['a', 'failed', 'Run aborted'],
      ['b', 'skipped', 'Run aborted'],
    ]);
    expect([engine.clock.monotonic(), engine.clock.sleeping]).toEqual([0, 0]);
  });

  it('before the start starts nothing, and still tells the whole run', async () => {
    const engine = testEngine();
    const plan = planRun(definition, {}, { runId: 'run_1' });
    const result = await engine.clock.finish(runWorkflow(engine, plan, { signal: AbortSignal.abort() }).result);
    expect(engine.steps.requests).toEqual([]);
    expect(result).toMatchObject({ status: 'failed', aborted: true, text: '' });
    expect(engine.journal.events.map((event) => event.type)).toEqual(['workflow.start', ...Array(5).fill('step.done'), 'workflow.done']);
  });

  it('after the end changes nothing', async () => {
    const controller = new AbortController();
    const engine = testEngine();
    const plan = planRun(workflow([step('a')]), {}, { runId: 'run_1' });
    const onEvent = (event: RunEvent) => {
      if (event.type === 'workflow.done') controller.abort();
    };
    const result = await engine.clock.finish(runWorkflow(engine, plan, { onEvent, signal: controller.signal }).result);
    expect([result.status, result.aborted]).toEqual(['completed', false]);
    expect(engine.journal.events.at(-1)?.type).toBe('workflow.done');
  });

  it('at any event ends the run soon, orderly, with nothing after workflow.done, and it can be resumed to the end', async () => {
    const graph = layered(4, 3);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 26 }), fc.nat(20), async (seq, takesMs) => {
        const { result, engine, plan } = await abortedAt(
          graph,
          (id) => ({ takesMs, text: id }),
          (event) => event.seq === seq,
        );
        const events = engine.journal.events;
        expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
        expect(events.filter((event) => event.type === 'workflow.done')).toHaveLength(1);
        expect(events.at(-1)).toMatchObject({ type: 'workflow.done', aborted: result.aborted });
        expect(result.steps.every((each) => each.status === 'completed' || each.error === 'Run aborted')).toBe(true);
        expect(engine.clock.sleeping).toBe(0);

        const later = testEngine(({ step: { id } }) => ({ text: id }), 'later');
        const resumed = await later.clock.finish(resumeRun(later, plan, events).result);
        expect(resumed).toMatchObject({ status: 'completed', aborted: false, text: 'l3_2' });
        // Whoever only shows the run knows as well whether there was anything to resume.
        const state = (facts: readonly RunEvent[]) => reduceRun(createRunState('run_1', graph), facts);
        expect(canResume(state(events))).toBe(later.journal.events.length > 0);
        expect(canResume(state([...events, ...later.journal.events]))).toBe(false);
        const done = result.steps.filter((each) => each.status === 'completed').map((each) => each.id);
        expect(later.steps.requests.filter((request) => done.includes(request.step.id))).toEqual([]);
      }),
    );
  });
});

describe('a store that fails', () => {
  it('for a step stops the run when the disk takes nothing any more, and only that step when one row is damaged', async () => {
    const full = () => new AppError('STORE_FAILED', 'The disk is full.', { takesNothing: true });
    const damaged = () => new AppError('STORE_FAILED', 'The stored session is damaged.');
    const plan = planRun(workflow([step('a'), step('b')]), {}, { runId: 'run_1' });
    const play = (failure: () => AppError) => testEngine(({ step: { id } }) => (id === 'a' ? { error: failure() } : { takesMs: 10 }));

    const stopped = play(full);
    await expect(stopped.clock.finish(runWorkflow(stopped, plan).result)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(stopped.journal.events.map(({ type }) => type)).not.toContain('step.done');
    expect([stopped.steps.running, stopped.clock.sleeping]).toEqual([0, 0]);
    const later = testEngine(({ step: { id } }) => ({ text: id }));
    const resumed = await later.clock.finish(resumeRun(later, plan, stopped.journal.events).result);
    expect(resumed.status).toBe('completed');

    const one = play(damaged);
    await expect(one.clock.finish(runWorkflow(one, plan).result)).resolves.toMatchObject({ status: 'partial' });
  });

  it.each([1, 2, 3, 5])(
    'at append %d stops the run with STORE_FAILED, shows nothing that was not stored, and leaves nothing running',
    async (failing) => {
      const engine = testEngine(() => ({ takesMs: 10 }));
      const shown: RunEvent[] = [];
      let appends = 0;
      const journal = {
        append: async (runId: string, events: readonly RunEvent[]) => {
          if (++appends >= failing) throw new Error('disk full');
          await engine.journal.append(runId, events);
        },
      };
      const plan = planRun(layered(3, 2), {}, { runId: 'run_1' });
      const { result } = runWorkflow({ ...engine, journal }, plan, { onEvent: (event) => shown.push(event) });
      await expect(engine.clock.finish(result)).rejects.toMatchObject({ code: 'STORE_FAILED', cause: new Error('disk full') });
      expect(shown).toEqual(engine.journal.events);
      expect([engine.steps.running, engine.clock.sleeping, appends]).toEqual([0, 0, failing]);
    },
  );

  it('tells a step that waits for its fact to be stored', async () => {
    const engine = testEngine();
    let told: unknown;
    let appends = 0;
    const journal = { append: () => (++appends > 1 ? Promise.reject(new Error('disk full')) : Promise.resolve()) };
    const run: (typeof engine.steps)['run'] = async ({ step: { id } }, sink) => {
      await sink.report({ type: 'step.tool.start', stepId: id, callId: 'c', name: 'write', input: {} }).catch((error: unknown) => {
        told = error;
      });
      return { text: '', toolCalls: [], usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }, costUsd: 0 };
    };
    const plan = planRun(workflow([step('a')]), {}, { runId: 'run_1' });
    await expect(runWorkflow({ ...engine, journal, steps: { run } }, plan).result).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(told).toMatchObject({ code: 'STORE_FAILED' });
  });
});
