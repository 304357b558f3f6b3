import { describe, expect, it } from 'vitest';
import { planRun } from '../../../electron/engine/plan';
import type { AppError } from '../../../shared/lib/appError';
import { after, step, workflow } from '../../support/builders';

const sound = workflow([step('a', { prompt: '$REPO' })], { parameters: { REPO: { type: 'string', default: '.' } } });
const options = { runId: 'run_1' };

function errorOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('It did not throw');
}

describe('planRun', () => {
  it('refuses an invalid workflow with the whole list of problems, warnings included', () => {
    const definition = workflow([after('a', 'b'), after('b', 'a'), step('c', { prompt: '$X' }), step('d', { prompt: '' })]);
    const error = errorOf(() => planRun(definition, {}, options));
    expect(error.code).toBe('INVALID_WORKFLOW');
    expect(error.details).toMatchObject([{ code: 'empty_prompt' }, { code: 'cycle' }, { code: 'unknown_parameter', severity: 'warning' }]);
    expect(error.message.split('\n')).toHaveLength(2);
  });

  it('refuses what is no workflow at all', () => {
    expect(errorOf(() => planRun('nonsense', {}, options)).code).toBe('INVALID_WORKFLOW');
  });

  it('refuses wrong parameters, all at once', () => {
    const error = errorOf(() => planRun(sound, { REPO: {}, OTHER: 1 }, options));
    expect([error.code, error.details]).toMatchObject(['INVALID_PARAMETERS', [{ code: 'undeclared' }, { code: 'wrong_type' }]]);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a maxConcurrency of %d', (maxConcurrency) => {
    expect(errorOf(() => planRun(sound, {}, { ...options, maxConcurrency })).code).toBe('INVALID_INPUT');
  });

  it('checks tools against the catalog of its host', () => {
    const definition = workflow([step('a', { allowedTools: ['nope'] })]);
    expect(errorOf(() => planRun(definition, {}, { ...options, catalog: { tools: ['read'] } })).code).toBe('INVALID_WORKFLOW');
  });

  it('copies and freezes the definition, and takes functions in tools as they are', () => {
    const execute = () => 'result';
    const definition = workflow([step('a', { tools: [{ name: 't', execute }] })]);
    const plan = planRun(definition, {}, options);
    definition.steps[0] = step('changed');
    expect(plan.definition).toEqual(workflow([step('a', { tools: [{ name: 't', execute }] })]));
    expect(Object.isFrozen(plan.definition.steps[0]?.tools?.[0])).toBe(true);
  });

  it('gives the same plan again from what a host stores of it', () => {
    const plan = planRun(sound, { REPO: 7 }, options);
    const stored = JSON.parse(JSON.stringify({ definition: plan.definition, params: plan.params }));
    expect(planRun(stored.definition, stored.params, options)).toEqual(plan);
  });
});
