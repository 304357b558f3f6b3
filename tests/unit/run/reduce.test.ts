import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../../shared/run/events';
import { applyRunEvent, createRunState, interruptRun, reduceRun } from '../../../shared/run/reduce';
import type { RunState } from '../../../shared/run/state';
import { NO_USAGE, type Usage } from '../../../shared/run/usage';
import { after, step, workflow } from '../../support/builders';

const definition = workflow([step('a', { description: 'First' }), after('b', 'a')]);
const usage: Usage = { inputTokens: 3, outputTokens: 2, cacheReadTokens: 1, cacheWriteTokens: 0 };

const numbered = (facts: readonly RunFact[], from = 1): RunEvent[] =>
  facts.map((fact, index) => ({ ...fact, runId: 'run_1', seq: from + index, timestamp: `2026-01-01T00:00:0${(from + index) % 10}.000Z` }));

const begun: RunFact = { type: 'workflow.start', workflowName: 'sample', stepCount: 2 };
const started = (attempt = 1, sessionId = `ses_${attempt}`): RunFact => ({
  type: 'step.start',
  workflowName: 'sample',
  stepId: 'a',
  stepName: 'First',
  sessionId,
  attempt,
  prompt: 'Do a',
});
const done = (status: 'completed' | 'failed', fields: Partial<Extract<RunFact, { type: 'step.done' }>> = {}): RunFact => ({
  type: 'step.done',
  workflowName: 'sample',
  stepId: 'a',
  stepName: 'First',
  status,
  durationMs: 5,
  sessionId: 'ses_1',
  text: 'answer',
  toolCalls: ['read'],
  attempts: 1,
  usage,
  costUsd: 0.5,
  ...fields,
});
const text = (delta: string): RunFact => ({ type: 'step.text', stepId: 'a', delta });
const toolStart = (callId: string, name = 'read'): RunFact => ({
  type: 'step.tool.start',
  stepId: 'a',
  callId,
  name,
  input: { path: 'x' },
});
const toolDone = (callId: string, isError = false): RunFact => ({
  type: 'step.tool.done',
  stepId: 'a',
  callId,
  isError,
  preview: 'seen',
  durationMs: 9,
});
const asked = (callId: string, state: 'asked' | 'allowed' | 'denied'): RunFact => ({
  type: 'step.permission',
  stepId: 'a',
  callId,
  state,
  name: 'write',
  reason: 'because',
});
const turn = (number: number): RunFact => ({ type: 'step.usage', stepId: 'a', usage, costUsd: 0.25, turn: number });

const reduced = (facts: readonly RunFact[]): RunState => reduceRun(createRunState('run_1', definition), numbered(facts));
const stepA = (facts: readonly RunFact[]) => reduced([begun, ...facts]).steps.get('a');

describe('the state of a run', () => {
  it('begins with every step of the definition pending', () => {
    const state = createRunState('run_1', definition);
    expect([...state.steps.values()].map(({ id, name, status, attempt }) => [id, name, status, attempt])).toEqual([
      ['a', 'First', 'pending', 0],
      ['b', 'b', 'pending', 0],
    ]);
  });

  it('follows the run from start to end', () => {
    const facts: RunFact[] = [
      begun,
      started(),
      { type: 'workflow.done', workflowName: 'sample', status: 'partial', durationMs: 8, aborted: true, errors: [] },
    ];
    expect(reduced(facts.slice(0, 1))).toMatchObject({ status: 'running', startedAt: '2026-01-01T00:00:01.000Z', seq: 1 });
    expect(reduced(facts)).toMatchObject({ status: 'partial', aborted: true, durationMs: 8, seq: 3 });
  });

  it('takes an event that comes twice only once', () => {
    const events = numbered([begun, started(), text('x'), turn(1)]);
    const state = reduceRun(createRunState('run_1', definition), events);
    expect(reduceRun(state, events.slice(2))).toEqual(state);
  });

  it('ignores steps it does not know', () => {
    expect(reduced([begun, { type: 'step.text', stepId: 'unknown', delta: 'x' }]).steps.size).toBe(2);
  });
});

describe('the state of a step', () => {
  it('has the text since the last tool call while it runs, and the answer once done', () => {
    expect(stepA([started(), text('let me '), text('see')])?.text).toBe('let me see');
    expect(stepA([started(), text('let me see'), toolStart('c1'), toolDone('c1'), text('well')])?.text).toBe('well');
    expect(stepA([started(), text('well'), done('completed')])).toMatchObject({ status: 'completed', text: 'answer', durationMs: 5 });
  });

  it('shows its tool calls', () => {
    expect(stepA([started(), toolStart('c1'), toolStart('c2', 'grep'), toolDone('c2', true)])).toMatchObject({
      status: 'running',
      toolNames: ['read', 'grep'],
      toolCalls: [
        { callId: 'c1', name: 'read', input: { path: 'x' }, status: 'running' },
        { callId: 'c2', name: 'grep', status: 'error', preview: 'seen', durationMs: 9 },
      ],
    });
  });

  it('waits while a person is asked, as long as any call does', () => {
    const facts = [started(), asked('c1', 'asked'), asked('c2', 'asked')];
    expect(stepA(facts)?.status).toBe('waiting');
    expect(stepA([...facts, asked('c1', 'denied')])?.status).toBe('waiting');
    expect(stepA([...facts, asked('c1', 'denied'), asked('c2', 'allowed')])).toMatchObject({
      status: 'running',
      toolCalls: [
        { callId: 'c1', name: 'write', status: 'error', preview: 'because' },
        { callId: 'c2', name: 'write', status: 'running' },
      ],
    });
  });

  it('counts a call once, whether permission or start comes first', () => {
    const facts = [started(), asked('c1', 'asked'), asked('c1', 'allowed'), toolStart('c1', 'write')];
    expect(stepA(facts)).toMatchObject({ toolNames: ['write'], toolCalls: [{ callId: 'c1', status: 'running', input: { path: 'x' } }] });
  });

  it('begins a further attempt empty, with what it spent so far', () => {
    const facts: RunFact[] = [
      started(),
      text('x'),
      toolStart('c1'),
      turn(1),
      { type: 'step.retry', stepId: 'a', attempt: 2, delayMs: 5, error: 'busy' },
    ];
    expect(stepA(facts)).toMatchObject({ status: 'running', error: 'busy', attempt: 1 });
    expect(stepA([...facts, started(2)])).toMatchObject({
      attempt: 2,
      text: '',
      toolCalls: [],
      toolNames: [],
      turns: 0,
      usage,
      error: undefined,
    });
  });

  it('adds up what its turns used, and takes the sum of its end for final', () => {
    expect(stepA([started(), turn(1), turn(2)])).toMatchObject({ turns: 2, usage: { inputTokens: 6 }, costUsd: 0.5 });
    expect(stepA([started(), turn(1), done('completed')])).toMatchObject({ usage, costUsd: 0.5 });
    expect(reduced([begun, started(), turn(1), turn(2), done('completed')])).toMatchObject({ usage, costUsd: 0.5 });
  });

  it('of unknown price makes the price of the run unknown', () => {
    expect(reduced([begun, started(), done('completed', { costUsd: null })]).costUsd).toBeNull();
  });
});

describe('a run that goes on', () => {
  const resumed: RunFact = { type: 'workflow.start', workflowName: 'sample', stepCount: 2, resumed: true };

  it('keeps the calls of a step that goes on in its session; what was under way there was interrupted', () => {
    const state = stepA([started(), toolStart('c1'), toolDone('c1'), toolStart('c2'), resumed, started()]);
    expect(state).toMatchObject({
      status: 'running',
      attempt: 1,
      toolCalls: [
        { callId: 'c1', status: 'done' },
        { callId: 'c2', status: 'error', preview: 'Interrupted' },
      ],
    });
  });

  it('shows what was under way as interrupted until it goes on', () => {
    expect(stepA([started(), resumed])?.status).toBe('interrupted');
    const paused = interruptRun(reduced([begun, started()]));
    expect([paused.status, paused.steps.get('a')?.status, paused.steps.get('b')?.status]).toEqual([
      'interrupted',
      'interrupted',
      'pending',
    ]);
  });

  it('makes reopened steps pending and adds what they spend to what they had spent', () => {
    const reopened: RunFact = { ...resumed, reopened: ['a'] };
    const failed = done('failed', { error: 'no', errorCode: 'NETWORK', text: '' });
    expect(stepA([started(), failed, reopened])).toMatchObject({
      status: 'pending',
      attempt: 1,
      error: undefined,
      errorCode: undefined,
      usage,
      text: '',
    });
    const again = reduced([
      begun,
      started(),
      failed,
      reopened,
      started(2),
      turn(1),
      done('completed', { attempts: 2, sessionId: 'ses_2' }),
    ]);
    expect(again.steps.get('a')).toMatchObject({ status: 'completed', attempt: 2, usage: { inputTokens: 6 }, costUsd: 1 });
    expect(again).toMatchObject({ usage: { inputTokens: 6 }, costUsd: 1 });
  });
});

describe('reduceRun', () => {
  const anyFact = fc.constantFrom<RunFact>(
    begun,
    started(),
    started(2),
    text('x'),
    toolStart('c1'),
    toolStart('c2'),
    toolDone('c1'),
    asked('c1', 'asked'),
    asked('c1', 'allowed'),
    asked('c2', 'denied'),
    turn(1),
    done('completed'),
    done('failed', { error: 'no' }),
    { type: 'step.retry', stepId: 'a', attempt: 2, delayMs: 1, error: 'busy', usage, costUsd: null },
    { type: 'workflow.start', workflowName: 'sample', stepCount: 2, resumed: true, reopened: ['a'] },
  );

  it('gives the same in any portions, and as applying in place, and leaves what it was given alone', () => {
    fc.assert(
      fc.property(fc.array(anyFact), fc.nat(), (facts, cut) => {
        const events = numbered(facts);
        const place = cut % (events.length + 1);
        const initial = createRunState('run_1', definition);
        const untouched = structuredClone(initial);
        const whole = reduceRun(initial, events);
        const half = reduceRun(initial, events.slice(0, place));
        const halfBefore = structuredClone(half);
        expect(reduceRun(half, events.slice(place))).toEqual(whole);
        expect([initial, half]).toEqual([untouched, halfBefore]);
        const inPlace = createRunState('run_1', definition);
        for (const event of events) applyRunEvent(inPlace, event);
        expect(inPlace).toEqual(whole);
        const total = [...whole.steps.values()].reduce((sum, each) => sum + each.usage.inputTokens, NO_USAGE.inputTokens);
        expect(whole.usage.inputTokens).toBe(total);
      }),
    );
  });
});
