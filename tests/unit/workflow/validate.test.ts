import { describe, expect, it } from 'vitest';
import { isError, validateWorkflow } from '../../../shared/workflow/validate';
import { after, chain, fanOutFanIn, randomGraph, workflow } from '../../support/builders';
import { prompting } from './support';

describe('validateWorkflow finds', () => {
  it('nothing wrong with a sound workflow', () => {
    const definition = workflow([prompting('a', 'Look at $REPO'), prompting('b', 'Sum up $steps.a.text', 'a')], {
      parameters: { REPO: { type: 'string', description: 'Path' } },
      layout: { a: { x: 0, y: 0 } },
    });
    expect(validateWorkflow(definition)).toEqual([]);
  });

  it('everything at once, also around what has the wrong shape', () => {
    const definition = {
      name: '',
      steps: [
        { id: 'a', prompt: 7, dependsOn: ['b'] },
        { id: 'b', prompt: '', dependsOn: ['a', 'x'] },
        'nonsense',
        { prompt: '$steps.zz.text' },
      ],
    };
    expect(validateWorkflow(definition).map((problem) => problem.code)).toEqual([
      'invalid_shape',
      'invalid_shape',
      'invalid_shape',
      'empty_name',
      'empty_prompt',
      'unknown_dependency',
      'cycle',
      'unknown_step_reference',
    ]);
  });

  it('errors before warnings', () => {
    const problems = validateWorkflow(workflow([prompting('a', '$X'), prompting('b', '')]));
    expect(problems.map(isError)).toEqual([true, false]);
  });

  it.each([
    ['a chain', chain(10_000)],
    ['a fan', fanOutFanIn(10_000)],
    ['a random graph', randomGraph(10_000)],
    [
      'one great tangle',
      { ...chain(10_000), steps: chain(10_000).steps.map((each, index) => after(each.id, `s${(index + 1) % 10_000}`, `no${index}`)) },
    ],
  ])('what there is in %s of ten thousand steps in time in proportion', (_, definition) => {
    validateWorkflow(definition); // so that the measured one runs compiled
    const [small, large] = [
      timed(() => validateWorkflow({ ...definition, steps: definition.steps.slice(0, 1_000) })),
      timed(() => validateWorkflow(definition)),
    ];
    expect(large).toBeLessThan(Math.max(60 * small, 1_000));
  });
});

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
