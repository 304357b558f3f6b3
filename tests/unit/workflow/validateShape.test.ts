import { describe, expect, it } from 'vitest';
import { isError, validateWorkflow } from '../../../shared/workflow/validate';
import { step, workflow } from '../../support/builders';
import { brief, only, prompting } from './support';

describe('validateWorkflow finds', () => {
  it('invalid_shape, with the message and place of zod', () => {
    const definition = { name: 'x', steps: [{ id: 'a', prompt: 'p', mode: 'fast', retries: 11 }], parameters: { P: { type: 'text' } } };
    expect(only(validateWorkflow(definition), 'invalid_shape')).toEqual([
      {
        severity: 'error',
        code: 'invalid_shape',
        path: '$.steps[0].mode',
        stepId: 'a',
        message: 'Invalid option: expected one of "react"|"single"',
      },
      { severity: 'error', code: 'invalid_shape', path: '$.steps[0].retries', stepId: 'a', message: 'Too big: expected number to be <=10' },
      {
        severity: 'error',
        code: 'invalid_shape',
        path: '$.parameters.P.type',
        message: 'Invalid option: expected one of "string"|"number"|"boolean"|"json"',
      },
    ]);
  });

  it('invalid_shape inside the likelier alternative of a union', () => {
    const definition = workflow([{ ...step('a'), mcpServers: [{ name: 'git', command: 'npx', args: 'x' }] as never }]);
    expect(brief(validateWorkflow(definition))).toEqual([['error', 'invalid_shape', '$.steps[0].mcpServers[0].args', 'a']]);
  });

  it.each([null, undefined, 42, 'text', [], {}, { name: 'x', steps: {} }])('invalid_shape in %j, without throwing', (value) => {
    const problems = validateWorkflow(value);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((problem) => problem.code === 'invalid_shape')).toBe(true);
  });

  it('invalid_shape in what contains itself', () => {
    const definition: Record<string, unknown> = workflow([step('a')]);
    definition.self = [definition, definition];
    expect(brief(only(validateWorkflow(definition), 'invalid_shape'))).toEqual([['error', 'invalid_shape', '$', undefined]]);
  });

  it('empty_name, no_steps and empty_prompt', () => {
    expect(brief(validateWorkflow({ name: ' ', steps: [] }))).toEqual([
      ['error', 'empty_name', '$.name', undefined],
      ['error', 'no_steps', '$.steps', undefined],
    ]);
    expect(brief(validateWorkflow(workflow([prompting('a', '\n ')])))).toEqual([['error', 'empty_prompt', '$.steps[0].prompt', 'a']]);
  });

  it.each(['', 'a b', 'é', 'a.b', 'x'.repeat(65), '__proto__'])('invalid_id in %j', (id) => {
    expect(brief(validateWorkflow(workflow([step(id)])))).toEqual([['error', 'invalid_id', '$.steps[0].id', id]]);
  });

  it.each(['a', 'A-1_b', '0', 'constructor', 'x'.repeat(64)])('no fault in the id %j', (id) => {
    expect(validateWorkflow(workflow([step(id)]))).toEqual([]);
  });

  it('duplicate_id, naming the id and both positions', () => {
    const [problem, ...others] = validateWorkflow(workflow([step('a'), step('b'), step('a')]));
    expect(others).toEqual([]);
    expect(brief(problem ? [problem] : [])).toEqual([['error', 'duplicate_id', '$.steps[2].id', 'a']]);
    expect(problem?.message).toBe('The id "a" is used twice, by steps[0] and by steps[2]: give one of them another id.');
  });

  it.each<[string, unknown]>([
    ['a bigint', 5n],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a Map', new Map()],
    ['a Date', new Date(0)],
    ['an infinite number', Number.POSITIVE_INFINITY],
  ])('invalid_shape where %s cannot be kept', (_what, value) => {
    const definition = workflow([step('a', { note: [1, { deep: value }] })], { parameters: { P: { type: 'json', default: value } } });
    const problems = validateWorkflow(definition).filter(isError);
    expect(brief(problems)).toEqual([
      ['error', 'invalid_shape', '$.steps[0].note[1].deep', 'a'],
      ['error', 'invalid_shape', '$.parameters.P.default', undefined],
    ]);
  });

  it('takes a tool with its code as it is, and what is undefined as missing', () => {
    const own = { name: 'own', execute: () => 'done', schema: new Map() };
    expect(validateWorkflow(workflow([step('a', { tools: [own], model: undefined })]))).toEqual([]);
  });

  it('unknown_key wherever keys are known, and leaves the inside of tools alone', () => {
    const definition = {
      name: 'x',
      author: 'me',
      steps: [
        {
          id: 'a',
          prompt: 'p',
          dependson: [],
          tools: [{ name: 't', inputSchema: {} }],
          mcpServers: [{ name: 'm', command: 'c', port: 1 }],
        },
      ],
      parameters: { P: { type: 'string', requird: true } },
      layout: { a: { x: 0, y: 0, z: 0 } },
    };
    expect(brief(only(validateWorkflow(definition), 'unknown_key'))).toEqual([
      ['warning', 'unknown_key', '$.author', undefined],
      ['warning', 'unknown_key', '$.steps[0].dependson', 'a'],
      ['warning', 'unknown_key', '$.steps[0].mcpServers[0].port', undefined],
      ['warning', 'unknown_key', '$.parameters.P.requird', undefined],
      ['warning', 'unknown_key', '$.layout.a.z', undefined],
    ]);
  });
});
