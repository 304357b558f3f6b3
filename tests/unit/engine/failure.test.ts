import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SETTLE_GRACE_MS } from '../../../electron/engine/attempt';
import { backOffDelay } from '../../../electron/engine/backOff';
import { planRun } from '../../../electron/engine/plan';
import { runWorkflow } from '../../../electron/engine/runWorkflow';
import { AppError, type AppErrorCode } from '../../../shared/lib/appError';
import { after, step, workflow } from '../../support/builders';
import { oneToken, overloaded, type Play, refused, testEngine } from '../../support/enginePorts';

/** Runs one step whose attempts go as listed; what is not listed succeeds. */
async function attempts(plays: readonly Play[], fields: Parameters<typeof step>[1] = {}) {
  const engine = testEngine(({ attempt }) => plays[attempt - 1] ?? { text: `attempt ${attempt}` });
  const plan = planRun(workflow([step('a', fields)]), {}, { runId: 'run_1' });
  const result = await engine.clock.finish(runWorkflow(engine, plan).result);
  return { engine, result, step: result.steps[0] };
}

describe('a failed attempt', () => {
  it('is tried again from a fresh session, up to retries times', async () => {
    const { engine, step: outcome } = await attempts([{ error: overloaded() }, { error: overloaded() }], { retries: 2 });
    expect(outcome).toMatchObject({ status: 'completed', text: 'attempt 3', attempts: 3, sessionId: 'ses_3' });
    expect(engine.steps.requests.map(({ attempt, sessionId, resume }) => [attempt, sessionId, resume])).toEqual([
      [1, 'ses_1', false],
      [2, 'ses_2', false],
      [3, 'ses_3', false],
    ]);
  });

  it('fails the step when no retries are left, with the last error', async () => {
    const { step: outcome, result } = await attempts([{ error: overloaded() }, { error: new AppError('NETWORK', 'Connection lost.') }], {
      retries: 1,
    });
    expect(outcome).toMatchObject({ status: 'failed', error: 'Connection lost.', attempts: 2, text: '' });
    expect(result.status).toBe('failed');
  });

  it('is announced by step.retry with the attempt to come, the delay and the error', async () => {
    const { engine } = await attempts(
      [
        { error: overloaded(), turns: [oneToken] },
        { error: overloaded(), turns: [oneToken] },
      ],
      { retries: 2 },
    );
    expect(engine.journal.events.filter((event) => event.type === 'step.retry')).toMatchObject([
      { attempt: 2, delayMs: 375, error: 'The model server is overloaded.', usage: oneToken },
      { attempt: 3, delayMs: 750, error: 'The model server is overloaded.', usage: { inputTokens: 2 } },
    ]);
    expect(engine.clock.monotonic()).toBe(375 + 750);
  });

  it.each<[AppErrorCode, number]>([
    ['OVERLOADED', 2],
    ['RATE_LIMITED', 2],
    ['NETWORK', 2],
    ['TIMEOUT', 2],
    ['AUTHENTICATION', 1],
    ['PERMISSION_DENIED', 1],
    ['MODEL_REJECTED', 1],
    ['BAD_RESPONSE', 1],
    ['MAX_TURNS', 1],
    ['TOOL_FORBIDDEN', 1],
    ['INVALID_INPUT', 1],
  ])('with %s is made %d times where one retry is allowed', async (code, made) => {
    const { engine } = await attempts([{ error: new AppError(code, 'No.') }], { retries: 1 });
    expect(engine.steps.requests).toHaveLength(made);
  });

  it('is not tried again without retries', async () => {
    expect((await attempts([{ error: overloaded() }])).engine.steps.requests).toHaveLength(1);
  });

  it('counts with what it spent', async () => {
    const { step: outcome } = await attempts([{ error: overloaded(), turns: [oneToken, oneToken] }, { turns: [oneToken] }], { retries: 1 });
    expect(outcome).toMatchObject({ usage: { inputTokens: 3, outputTokens: 3 }, costUsd: 3 });
  });

  it('holds its place while it waits, so that the cap holds', async () => {
    const engine = testEngine(({ step: { id }, attempt }) => (id === 'a' && attempt === 1 ? { error: overloaded() } : { takesMs: 1 }));
    const plan = planRun(workflow([step('a', { retries: 1 }), step('b')]), {}, { runId: 'run_1', maxConcurrency: 1 });
    await engine.clock.finish(runWorkflow(engine, plan).result);
    expect(engine.steps.requests.map((request) => request.step.id)).toEqual(['a', 'a', 'b']);
  });

  it('by a bug is logged whole and fails the step with its reason', async () => {
    const bug = new TypeError('x is not a function');
    const { engine, step: outcome } = await attempts([{ error: bug }], { retries: 3 });
    expect(outcome).toMatchObject({ status: 'failed', error: 'The step failed unexpectedly: x is not a function', attempts: 1 });
    expect(engine.logged).toEqual([{ message: 'Step a failed with an unexpected error', details: bug }]);
  });

  it('by a runner that throws instead of rejecting is a failed attempt all the same', async () => {
    const engine = testEngine();
    const run = () => {
      throw refused();
    };
    const plan = planRun(workflow([step('a'), after('b', 'a')]), {}, { runId: 'run_1' });
    const result = await runWorkflow({ ...engine, steps: { run } }, plan).result;
    expect(result.steps.map((each) => each.status)).toEqual(['failed', 'skipped']);
  });
});

describe('timeoutMs', () => {
  it('bounds each attempt and aborts it', async () => {
    const { engine, step: outcome } = await attempts([{ takesMs: 10_000 }, { takesMs: 10_000 }], { timeoutMs: 100, retries: 1 });
    expect(outcome).toMatchObject({ status: 'failed', attempts: 2, error: expect.stringContaining('time limit of 100 ms') });
    expect(outcome?.durationMs).toBe(100 + 375 + 100);
    expect(engine.steps.running).toBe(0);
    expect(engine.clock.sleeping).toBe(0);
  });

  it('is no hindrance to an attempt within it', async () => {
    const { engine, step: outcome } = await attempts([{ takesMs: 99, text: 'in time' }], { timeoutMs: 100 });
    expect(outcome).toMatchObject({ status: 'completed', text: 'in time', durationMs: 99 });
    expect(engine.clock.sleeping).toBe(0);
  });

  it('ends an attempt that ignores the abort after a moment, and what that still says is too late', async () => {
    const { step: outcome, engine } = await attempts([{ takesMs: 60_000, ignoresAbort: true, text: 'too late' }], { timeoutMs: 100 });
    expect(outcome).toMatchObject({ status: 'failed', durationMs: 100 + SETTLE_GRACE_MS });
    engine.clock.advance();
    expect(engine.journal.events.at(-1)?.type).toBe('workflow.done');
  });

  it('keeps what the timed-out attempt spent', async () => {
    const { step: outcome } = await attempts([{ takesMs: 500, turns: [oneToken] }], { timeoutMs: 100 });
    expect(outcome).toMatchObject({ status: 'failed', usage: oneToken, costUsd: 1 });
  });
});

describe('backOffDelay', () => {
  it('doubles up to a limit, and half of it is chance', () => {
    expect([1, 2, 3, 10].map((failures) => [backOffDelay(failures, () => 0), backOffDelay(failures, () => 0.999_999)])).toEqual([
      [250, 500],
      [500, 1_000],
      [1_000, 2_000],
      [15_000, 30_000],
    ]);
  });

  it('is a positive whole number of milliseconds for any chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, chance) => {
        const delay = backOffDelay(failures, () => chance);
        expect(Number.isInteger(delay) && delay >= 250 && delay <= 30_000).toBe(true);
      }),
    );
  });
});
