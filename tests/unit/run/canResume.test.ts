import { describe, expect, it } from 'vitest';
import { abortedSteps, canResume, RUN_ABORTED } from '../../../shared/run/canResume';
import type { RunFact } from '../../../shared/run/events';
import { createRunState, interruptRun, reduceRun } from '../../../shared/run/reduce';
import type { RunState } from '../../../shared/run/state';
import { NO_USAGE } from '../../../shared/run/usage';
import { after, step, workflow } from '../../support/builders';

const start: RunFact = { type: 'workflow.start', workflowName: 'sample', stepCount: 3 };
const end: RunFact = { type: 'workflow.done', workflowName: 'sample', status: 'failed', durationMs: 1, aborted: true, errors: [] };
const begun = (stepId: string): RunFact => {
  return { type: 'step.start', workflowName: 'sample', stepId, stepName: stepId, sessionId: `ses_${stepId}`, attempt: 1, prompt: 'Go' };
};

type Done = Extract<RunFact, { type: 'step.done' }>;

const done = (stepId: string, status: Done['status'], why: Pick<Done, 'error' | 'errorCode'> = {}): Done => ({
  type: 'step.done',
  workflowName: 'sample',
  stepId,
  stepName: stepId,
  status,
  durationMs: 1,
  sessionId: '',
  text: '',
  toolCalls: [],
  attempts: 1,
  usage: NO_USAGE,
  costUsd: 0,
  ...why,
});

function stateAfter(...facts: readonly RunFact[]): RunState {
  const events = facts.map((fact, index) => ({ ...fact, runId: 'run_1', seq: index + 1, timestamp: '2026-01-01T00:00:00.000Z' }));
  return reduceRun(createRunState('run_1', workflow([step('a'), step('b'), after('d', 'b')])), events);
}

const stopped = [
  start,
  begun('a'),
  done('a', 'failed', RUN_ABORTED),
  done('b', 'skipped', RUN_ABORTED),
  done('d', 'skipped', RUN_ABORTED),
  end,
] as const;

describe('a run that nobody runs', () => {
  it('can be resumed where it has not come to its end', () => {
    expect(canResume(stateAfter())).toBe(true);
    expect(canResume(stateAfter(start, begun('a')))).toBe(true);
    expect(canResume(interruptRun(stateAfter(start, begun('a'))))).toBe(true);
  });

  it('can be resumed where its abort ended a step or kept one from beginning', () => {
    const state = stateAfter(...stopped);
    expect([canResume(state), abortedSteps(state)]).toEqual([true, ['a', 'b', 'd']]);
  });

  it('can be resumed also when a step was retried after the abort, until none is left that the abort ended', () => {
    const retried = [...stopped, { ...start, resumed: true, reopened: ['a'] }, begun('a'), done('a', 'completed'), end];
    const state = stateAfter(...retried);
    expect([canResume(state), abortedSteps(state)]).toEqual([true, ['b', 'd']]);
    const resumed = [...retried, { ...start, resumed: true, reopened: ['b', 'd'] }, done('b', 'completed'), done('d', 'completed'), end];
    expect(canResume(stateAfter(...resumed))).toBe(false);
  });

  it('cannot be resumed where its steps ended by themselves, a cancelled one too', () => {
    const cancelled = { error: 'The step was cancelled from within: run it again.', errorCode: 'ABORTED' };
    const skipped = { error: 'Skipped because step "b" failed' };
    const state = stateAfter(start, done('a', 'completed'), done('b', 'failed', cancelled), done('d', 'skipped', skipped), end);
    expect([canResume(state), abortedSteps(state)]).toEqual([false, []]);
  });
});
