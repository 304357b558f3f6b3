import { describe, expect, it } from 'vitest';
import { planRun } from '../../../electron/engine/plan';
import type { StepRequest } from '../../../electron/engine/ports';
import { rerunStep, resumeRun, retryStep } from '../../../electron/engine/resumeRun';
import { runWorkflow } from '../../../electron/engine/runWorkflow';
import type { RunEvent } from '../../../shared/run/events';
import { createRunState, reduceRun } from '../../../shared/run/reduce';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { after, step, workflow } from '../../support/builders';
import { oneToken, overloaded, type Play, refused, type TestEngine, testEngine } from '../../support/enginePorts';

const plan = (definition: WorkflowDefinition, maxConcurrency = 10) => planRun(definition, {}, { runId: 'run_1', maxConcurrency });

async function play(definition: WorkflowDefinition, plays: Readonly<Record<string, Play>> = {}) {
  const engine = testEngine(({ step: { id } }) => plays[id] ?? { text: id });
  const result = await engine.clock.finish(runWorkflow(engine, plan(definition)).result);
  return { result, events: engine.journal.events };
}

const asked = ({ steps }: TestEngine) =>
  steps.requests.map(({ step: { id }, attempt, sessionId, resume }) => ({ id, attempt, sessionId, resume }));
const before = (events: readonly RunEvent[], isEnd: (event: RunEvent) => boolean) => events.slice(0, events.findIndex(isEnd));
const isDoneOf = (id: string) => (event: RunEvent) => event.type === 'step.done' && event.stepId === id;

describe('resumeRun', () => {
  const definition = workflow([step('a'), after('b', 'a'), after('c', 'b')]);

  it('keeps completed steps, goes on in the session of the step under way, and numbers on', async () => {
    const { events, result } = await play(definition);
    const prefix = before(events, isDoneOf('b'));
    const engine = testEngine(({ step: { id } }) => ({ text: id }), 'later');
    const resumed = await engine.clock.finish(resumeRun(engine, plan(definition), prefix).result);
    expect(asked(engine)).toEqual([
      { id: 'b', attempt: 1, sessionId: 'ses_2', resume: true },
      { id: 'c', attempt: 1, sessionId: 'later_1', resume: false },
    ]);
    expect(engine.journal.events[0]).toMatchObject({ type: 'workflow.start', resumed: true, seq: prefix.length + 1, stepCount: 3 });
    expect(resumed.steps.map(({ status, text }) => [status, text])).toEqual(result.steps.map(({ status, text }) => [status, text]));
  });

  it('of a run that had not told anything yet runs it all', async () => {
    const engine = testEngine();
    expect((await engine.clock.finish(resumeRun(engine, plan(definition), []).result)).status).toBe('completed');
    expect(engine.journal.events[0]?.seq).toBe(1);
  });

  it('of a finished run hands back its result and tells nothing', async () => {
    const { events, result } = await play(definition, { b: { error: refused() } });
    const engine = testEngine();
    expect(await resumeRun(engine, plan(definition), events).result).toEqual(result);
    expect([engine.journal.events, engine.steps.requests]).toEqual([[], []]);
  });

  it('makes the next attempt where the last one had failed and waited to be retried', async () => {
    const flaky = workflow([step('a', { retries: 2 })]);
    const engine = testEngine(({ attempt }) => (attempt === 1 ? { error: overloaded(), turns: [oneToken] } : { turns: [oneToken] }));
    const whole = await engine.clock.finish(runWorkflow(engine, plan(flaky)).result);
    const prefix = before(engine.journal.events, (event) => event.type === 'step.start' && event.attempt === 2);
    const later = testEngine(() => ({ turns: [oneToken] }), 'later');
    const resumed = await later.clock.finish(resumeRun(later, plan(flaky), prefix).result);
    expect(asked(later)).toEqual([{ id: 'a', attempt: 2, sessionId: 'later_1', resume: false }]);
    expect(resumed.steps[0]).toMatchObject({ attempts: 2, usage: whole.steps[0]?.usage });
  });

  it('begins interrupted steps before any other', async () => {
    const wide = workflow(['a', 'b', 'c'].map((id) => step(id)));
    const engine = testEngine(() => ({}), 'later');
    const { events } = await play(wide);
    const prefix = [...events.slice(0, 1), ...events.filter((event) => event.type === 'step.start' && event.stepId === 'c')];
    await engine.clock.finish(
      resumeRun(
        engine,
        plan(wide, 1),
        prefix.map((event, index) => ({ ...event, seq: index + 1 })),
      ).result,
    );
    expect(asked(engine).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });

  it('counts the time before the interruption and not the time nobody ran it', async () => {
    const slow = workflow([step('a'), after('b', 'a')]);
    const engine = testEngine(() => ({ takesMs: 40, turns: [oneToken] }));
    await engine.clock.finish(runWorkflow(engine, plan(slow)).result);
    const prefix = before(engine.journal.events, isDoneOf('b')); // b had begun at 40, and the last that is known of it is then
    const later = testEngine(() => ({ takesMs: 100 }), 'later');
    later.clock.epoch += 3_600_000;
    const resumed = await later.clock.finish(resumeRun(later, plan(slow), prefix).result);
    expect([resumed.durationMs, ...resumed.steps.map((each) => each.durationMs)]).toEqual([140, 40, 100]);
  });

  it('takes up what an abort had ended, also after one of those steps was retried', async () => {
    const controller = new AbortController();
    const wide = workflow([step('a'), step('b'), after('d', 'b')]);
    const first = testEngine(() => ({ takesMs: 10 }));
    const { result } = runWorkflow(first, plan(wide, 1), { signal: controller.signal, onEvent: () => controller.abort() });
    await first.clock.finish(result);
    const second = testEngine(() => ({}), 'second');
    const retried = await second.clock.finish(retryStep(second, plan(wide, 1), first.journal.events, 'a').result);
    expect(retried.steps.map(({ status }) => status)).toEqual(['completed', 'skipped', 'skipped']);
    const third = testEngine(() => ({}), 'third');
    const events = [...first.journal.events, ...second.journal.events];
    const resumed = await third.clock.finish(resumeRun(third, plan(wide, 1), events).result);
    expect(asked(third).map(({ id }) => id)).toEqual(['b', 'd']);
    expect(resumed.status).toBe('completed');
  });

  it('runs what waits for an aborted step and for a failed one, where the failed one was retried before', async () => {
    const joined = workflow([step('bad'), step('slow'), after('join', 'bad', 'slow')]);
    const controller = new AbortController();
    const first = testEngine(({ step: { id } }) => (id === 'bad' ? { error: refused() } : { takesMs: 10 }));
    const onEvent = (event: RunEvent) => isDoneOf('join')(event) && controller.abort();
    await first.clock.finish(runWorkflow(first, plan(joined), { signal: controller.signal, onEvent }).result);
    const second = testEngine(() => ({}), 'second');
    const retried = await second.clock.finish(retryStep(second, plan(joined), first.journal.events, 'bad').result);
    expect(retried.steps.map(({ status }) => status)).toEqual(['completed', 'failed', 'skipped']);
    const third = testEngine(() => ({}), 'third');
    const resumed = await third.clock.finish(resumeRun(third, plan(joined), [...first.journal.events, ...second.journal.events]).result);
    expect(asked(third).map(({ id }) => id)).toEqual(['slow', 'join']);
    expect(resumed.status).toBe('completed');
  });

  it('shows the steps under way as interrupted until they go on', async () => {
    const wide = workflow(['a', 'b'].map((id) => step(id)));
    const { events } = await play(wide);
    const engine = testEngine();
    const prefix = before(events, isDoneOf('a'));
    await engine.clock.finish(resumeRun(engine, plan(wide, 1), prefix).result);
    const all = [...prefix, ...engine.journal.events];
    const midway = reduceRun(createRunState('run_1', wide), before(all, isDoneOf('a')));
    expect([...midway.steps.values()].map((each) => each.status)).toEqual(['running', 'interrupted']);
  });
});

describe('retryStep', () => {
  //   a ──► b ──► d        other ──► tail
  //   └───► c ────┘
  const definition = workflow([step('a'), after('b', 'a'), after('c', 'a'), after('d', 'b', 'c'), step('other'), after('tail', 'other')]);

  it('runs the failed step in a fresh session, then the steps skipped because of it, and nothing else', async () => {
    const { events, result } = await play(definition, { b: { error: refused(), turns: [oneToken] } });
    expect(result.status).toBe('partial');
    const engine = testEngine(({ step: { id } }) => ({ text: `${id} again`, turns: [oneToken] }), 'later');
    const retried = await engine.clock.finish(retryStep(engine, plan(definition), events, 'b').result);
    expect(asked(engine)).toEqual([
      { id: 'b', attempt: 2, sessionId: 'later_1', resume: false },
      { id: 'd', attempt: 1, sessionId: 'later_2', resume: false },
    ]);
    expect(retried).toMatchObject({ status: 'completed', text: 'd again' });
    expect(retried.steps[1]).toMatchObject({ status: 'completed', attempts: 2, usage: { inputTokens: 2 } });
    expect('error' in (retried.steps[1] ?? {})).toBe(false);
    const all = [...events, ...engine.journal.events];
    expect(all.map((event) => event.seq)).toEqual(all.map((_, index) => index + 1));
    expect(engine.journal.events[0]).toMatchObject({ type: 'workflow.start', resumed: true, reopened: ['b', 'd'] });
  });

  it('leaves skipped what another failure still holds up', async () => {
    const { events } = await play(definition, { b: { error: refused() }, c: { error: refused() }, other: { error: refused() } });
    const engine = testEngine();
    const retried = await engine.clock.finish(retryStep(engine, plan(definition), events, 'b').result);
    expect(asked(engine).map(({ id }) => id)).toEqual(['b']);
    expect(engine.journal.events.map((event) => event.type)).toEqual(['workflow.start', 'step.start', 'step.done', 'workflow.done']);
    expect(retried.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'a completed',
      'b completed',
      'c failed',
      'd skipped',
      'other failed',
      'tail skipped',
    ]);
  });

  it('gives the step its retries anew, and survives an interruption of its own', async () => {
    const flaky = workflow([step('a', { retries: 1 }), after('b', 'a')]);
    const { events } = await play(flaky, { a: { error: overloaded() } });
    const failing = testEngine(({ attempt }) => (attempt < 4 ? { error: overloaded() } : {}), 'later');
    const retried = await failing.clock.finish(retryStep(failing, plan(flaky), events, 'a').result);
    expect(asked(failing).map(({ id, attempt }) => [id, attempt])).toEqual([
      ['a', 3],
      ['a', 4],
      ['b', 1],
    ]);
    for (let length = 1; length <= failing.journal.events.length; length++) {
      const prefix = [...events, ...failing.journal.events.slice(0, length)];
      const engine = testEngine(({ attempt }) => (attempt < 4 ? { error: overloaded() } : {}), 'third');
      const resumed = await engine.clock.finish(resumeRun(engine, plan(flaky), prefix).result);
      expect(resumed.steps.map(({ status, attempts }) => [status, attempts])).toEqual(
        retried.steps.map(({ status, attempts }) => [status, attempts]),
      );
    }
  });

  it('counts time and usage of the retried step from its new beginning', async () => {
    const flaky = workflow([step('a', { retries: 1 })]);
    const first = testEngine(() => ({ error: overloaded(), takesMs: 30, turns: [oneToken] }));
    await first.clock.finish(runWorkflow(first, plan(flaky)).result);
    const interrupted = before(first.journal.events, (event) => event.type === 'step.done');
    const second = testEngine(() => ({ error: overloaded(), takesMs: 30, turns: [oneToken] }), 'second');
    await second.clock.finish(resumeRun(second, plan(flaky), interrupted).result);
    const events = [...interrupted, ...second.journal.events];
    const third = testEngine(() => ({ takesMs: 7, turns: [oneToken] }), 'third');
    const { steps } = await third.clock.finish(retryStep(third, plan(flaky), events, 'a').result);
    expect(third.journal.events.find((event) => event.type === 'step.done')).toMatchObject({ durationMs: 7, usage: oneToken, costUsd: 1 });
    expect(steps[0]).toMatchObject({ durationMs: 7, attempts: 3, usage: { inputTokens: 3 }, costUsd: 3 });
  });

  it('goes on with what else had been interrupted', async () => {
    const wide = workflow([step('bad'), step('good')]);
    const { events } = await play(wide, { bad: { error: refused() }, good: { takesMs: 10 } });
    const engine = testEngine(() => ({}), 'later');
    const retried = await engine.clock.finish(retryStep(engine, plan(wide), before(events, isDoneOf('good')), 'bad').result);
    expect(asked(engine)).toEqual([
      { id: 'good', attempt: 1, sessionId: 'ses_2', resume: true },
      { id: 'bad', attempt: 2, sessionId: 'later_1', resume: false },
    ]);
    expect(retried.status).toBe('completed');
  });

  it.each([
    ['a', 'Step "a" has not failed (it is completed)'],
    ['d', 'Step "d" has not failed (it is skipped)'],
    ['nobody', 'has no step "nobody"'],
  ])('refuses %s with a sentence', async (id, message) => {
    const { events } = await play(definition, { b: { error: refused() } });
    expect(() => retryStep(testEngine(), plan(definition), events, id)).toThrow(message);
  });
});

describe('rerunStep', () => {
  // a → b → c
  //  ↘ side
  const definition = workflow([step('a'), after('b', 'a'), after('c', 'b'), after('side', 'a')]);

  it('goes on in the session of the step, and begins everything anew that depends on it', async () => {
    const { events } = await play(definition, {});
    const engine = testEngine(({ step: { id } }) => ({ text: `${id} again` }), 'later');
    const result = await engine.clock.finish(rerunStep(engine, plan(definition), events, 'b').result);
    expect(asked(engine)).toEqual([
      { id: 'b', attempt: 1, sessionId: sessionOf(events, 'b'), resume: true },
      { id: 'c', attempt: 2, sessionId: 'later_1', resume: false },
    ]);
    expect(engine.journal.events[0]).toMatchObject({ type: 'workflow.start', resumed: true, reopened: ['b', 'c'], continued: 'b' });
    expect(result.steps.map(({ text }) => text)).toEqual(['a', 'b again', 'c again', 'side']);
    expect(result.status).toBe('completed');
  });

  it('runs what a failure of the step had kept from running', async () => {
    const { events } = await play(definition, { b: { error: refused() } });
    const engine = testEngine(() => ({}), 'later');
    const result = await engine.clock.finish(rerunStep(engine, plan(definition), events, 'b').result);
    expect(asked(engine).map(({ id }) => id)).toEqual(['b', 'c']);
    expect(result.status).toBe('completed');
  });

  it('counts only what is spent from then on, beside what had been spent', async () => {
    const one = workflow([step('a', { retries: 1 })]);
    const first = testEngine(() => ({ turns: [oneToken] }));
    await first.clock.finish(runWorkflow(first, plan(one)).result);
    const second = testEngine(() => ({ turns: [oneToken, oneToken] }), 'later');
    second.steps.turnsDone.set(sessionOf(first.journal.events, 'a'), 1); // the session has that turn already
    const { steps } = await second.clock.finish(rerunStep(second, plan(one), first.journal.events, 'a').result);
    expect(steps[0]).toMatchObject({ usage: { inputTokens: 2 }, costUsd: 2 });
  });

  it('gives the step its retries, and survives an interruption of its own', async () => {
    const flaky = workflow([step('a', { retries: 1 }), after('b', 'a')]);
    const { events } = await play(flaky, {});
    const script = ({ step: { id }, attempt }: StepRequest) => (id === 'a' && attempt === 1 ? { error: overloaded() } : {});
    const undisturbed = testEngine(script, 'later');
    const expected = await undisturbed.clock.finish(rerunStep(undisturbed, plan(flaky), events, 'a').result);
    expect(expected).toMatchObject({ status: 'completed', steps: [{ attempts: 2 }, { attempts: 2 }] });
    for (let length = 1; length <= undisturbed.journal.events.length; length++) {
      const engine = testEngine(script, 'third');
      const prefix = [...events, ...undisturbed.journal.events.slice(0, length)];
      const resumed = await engine.clock.finish(resumeRun(engine, plan(flaky), prefix).result);
      expect(resumed.steps.map(({ status, attempts }) => [status, attempts])).toEqual([
        ['completed', 2],
        ['completed', 2],
      ]);
    }
  });

  it.each([
    ['c', 'Step "c" has not begun in this run'],
    ['nobody', 'has no step "nobody"'],
  ])('refuses %s with a sentence', async (id, message) => {
    const { events } = await play(definition, { b: { error: refused() } });
    expect(() => rerunStep(testEngine(), plan(definition), events, id)).toThrow(message);
  });
});

function sessionOf(events: readonly RunEvent[], stepId: string): string {
  const start = events.find((event) => event.type === 'step.start' && event.stepId === stepId);
  return start?.type === 'step.start' ? start.sessionId : '';
}
