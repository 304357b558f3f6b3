import { describe, expect, it } from 'vitest';
import { fieldsOf, initialFields, paramsOf, problemsOf } from '../../../renderer/features/runs/parameterForm';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';

const definition: Pick<WorkflowDefinition, 'parameters'> = {
  parameters: {
    REPO: { type: 'string', required: true },
    BRANCH: { type: 'string', default: 'main' },
    LIMIT: { type: 'number', default: 3 },
    DRY: { type: 'boolean', default: true },
    EXTRA: { type: 'json', default: { a: [1] } },
  },
};

describe('initialFields', () => {
  it('begins with the defaults', () => {
    expect(initialFields(definition)).toEqual({ REPO: '', BRANCH: 'main', LIMIT: '3', DRY: true, EXTRA: '{\n  "a": [\n    1\n  ]\n}' });
  });

  it('prefers the last values, unless the parameter is of another kind by now', () => {
    const fields = initialFields(definition, { REPO: '/code', BRANCH: 'dev', DRY: 'yes', GONE: 'x' });
    expect(fields).toMatchObject({ REPO: '/code', BRANCH: 'dev', DRY: true });
    expect(fields).not.toHaveProperty('GONE');
  });
});

describe('paramsOf', () => {
  it('leaves empty fields out, but for a text whose default was emptied on purpose', () => {
    const fields = { REPO: '', BRANCH: '', LIMIT: '', DRY: false, EXTRA: '' };
    expect(paramsOf(definition, fields)).toEqual({ BRANCH: '', DRY: false });
  });
});

describe('problemsOf', () => {
  it('says of every value at once what the host would', () => {
    const problems = problemsOf(definition, { REPO: '', BRANCH: 'main', LIMIT: 'three', DRY: true, EXTRA: '{' });
    expect(problems.map(({ code, name }) => [code, name])).toEqual([
      ['missing', 'REPO'],
      ['wrong_type', 'LIMIT'],
      ['wrong_type', 'EXTRA'],
    ]);
  });

  it('has nothing against what the defaults and a required value make', () => {
    expect(problemsOf(definition, { ...initialFields(definition), REPO: '/code' })).toEqual([]);
  });
});

it('the values of an earlier run fill the fields that still exist', () => {
  const fields = fieldsOf(definition, { REPO: '/code', LIMIT: 7, DRY: false, EXTRA: [1], GONE: 1 });
  expect(fields).toEqual({ REPO: '/code', BRANCH: 'main', LIMIT: '7', DRY: false, EXTRA: '[\n  1\n]' });
  expect(problemsOf(definition, fields)).toEqual([]);
});
