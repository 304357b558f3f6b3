import { describe, expect, it } from 'vitest';
import { interpolate } from '../../../shared/workflow/interpolate';
import { renameParameter, renameStep } from '../../../shared/workflow/rename';
import { after, step, workflow } from '../../support/builders';

describe('renameStep', () => {
  const definition = workflow(
    [step('a'), step('b', { dependsOn: ['a'], prompt: '$steps.a.text $steps.ab.text \\$steps.a.text $steps.a.toolCalls' }), step('ab')],
    { layout: { a: { x: 1, y: 2 }, b: { x: 3, y: 4 } } },
  );

  it('reaches the id, dependencies, prompts and layout, and nothing that only looks alike', () => {
    expect(renameStep(definition, 'a', 'first')).toEqual(
      workflow(
        [
          step('first', { prompt: 'Do a' }),
          step('b', { dependsOn: ['first'], prompt: '$steps.first.text $steps.ab.text \\$steps.a.text $steps.first.toolCalls' }),
          step('ab'),
        ],
        { layout: { first: { x: 1, y: 2 }, b: { x: 3, y: 4 } } },
      ),
    );
  });

  it('keeps the identity of steps it does not touch', () => {
    expect(renameStep(definition, 'a', 'first').steps[2]).toBe(definition.steps[2]);
    expect(renameStep(definition, 'a', 'a')).toBe(definition);
  });

  it.each([
    ['nobody', 'x', 'There is no step "nobody"'],
    ['a', 'b', 'Another step is called "b"'],
    ['a', 'a b', 'A step id is'],
  ])('refuses %s → %s', (from, to, message) => {
    expect(() => renameStep(definition, from, to)).toThrow(message);
  });
});

describe('renameParameter', () => {
  const definition = workflow([step('a', { prompt: '$A ${A} $AB \\$A', systemPrompt: 'in $A' }), after('b', 'a')], {
    systemPrompt: '${A}',
    parameters: { FIRST: { type: 'string' }, A: { type: 'number' }, LAST: { type: 'string' } },
  });

  it('reaches every prompt and system prompt and keeps the order of parameters', () => {
    const renamed = renameParameter(definition, 'A', 'COUNT');
    expect(renamed.steps[0]).toEqual(step('a', { prompt: '$COUNT ${COUNT} $AB \\$A', systemPrompt: 'in $COUNT' }));
    expect(renamed.systemPrompt).toBe('${COUNT}');
    expect(Object.entries(renamed.parameters ?? {})).toEqual([
      ['FIRST', { type: 'string' }],
      ['COUNT', { type: 'number' }],
      ['LAST', { type: 'string' }],
    ]);
  });

  it('keeps what was plain text plain text', () => {
    const plain = workflow([step('a', { prompt: 'cd $HOME ${HOME} $A' })], { parameters: { A: { type: 'string' } } });
    const before = interpolate(plain.steps[0]?.prompt ?? '', { parameter: (name) => (name === 'A' ? 'x' : undefined) });
    const after = renameParameter(plain, 'A', 'HOME').steps[0]?.prompt ?? '';
    expect(interpolate(after, { parameter: (name) => (name === 'HOME' ? 'x' : undefined) })).toBe(before);
  });

  it('binds a parameter that no prompt uses yet to the prompts that ask for its new name', () => {
    const asking = workflow([step('a', { prompt: 'Look at $FOLDER' })], { parameters: { PARAM: { type: 'string' } } });
    const renamed = renameParameter(asking, 'PARAM', 'FOLDER');
    expect(renamed.steps[0]?.prompt).toBe('Look at $FOLDER');
    expect(Object.keys(renamed.parameters ?? {})).toEqual(['FOLDER']);
  });

  it.each([
    ['NONE', 'X', 'There is no parameter "NONE"'],
    ['A', 'LAST', 'Another parameter is called "LAST"'],
    ['A', 'lower', 'A parameter name is'],
  ])('refuses %s → %s', (from, to, message) => {
    expect(() => renameParameter(definition, from, to)).toThrow(message);
  });
});
