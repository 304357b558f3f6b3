import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFix } from '../../../shared/workflow/applyFix';
import type { WorkflowProblemCode } from '../../../shared/workflow/problems';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { validateWorkflow } from '../../../shared/workflow/validate';
import { after, step, workflow } from '../../support/builders';
import { only, prompting } from './support';

describe('the fix of a problem', () => {
  const fixable: [WorkflowProblemCode, WorkflowDefinition][] = [
    ['unknown_dependency', workflow([after('a', 'x')])],
    ['self_dependency', workflow([after('a', 'a')])],
    ['duplicate_dependency', workflow([step('a'), after('b', 'a', 'a')])],
    ['cycle', workflow([after('a', 'b'), after('b', 'a')])],
    ['redundant_dependency', workflow([step('a'), after('b', 'a'), after('c', 'a', 'b')])],
    ['unknown_step_reference', workflow([step('lint'), prompting('b', '$steps.lnit.text', 'lint')])],
    ['unordered_reference', workflow([step('a'), prompting('b', '$steps.a.text')])],
    ['unknown_parameter', workflow([prompting('a', '$REPO')])],
    ['unused_parameter', workflow([step('a')], { parameters: { P: { type: 'string' } } })],
    [
      'parameter_name',
      workflow([prompting('a', '$REPO_PATH')], { parameters: { repoPath: { type: 'string' }, 'repo-path': { type: 'string' } } }),
    ],
  ];

  it.each(fixable)('%s makes it go away', (code, definition) => {
    const problem = validateWorkflow(definition).find((each) => each.code === code);
    if (!problem?.fix) throw new Error(`No fix for ${code}`);
    const fixed = validateWorkflow(applyFix(definition, problem.fix));
    expect(fixed).not.toContainEqual(problem);
    expect(fixed.filter((each) => each.code === code).length).toBeLessThan(only(validateWorkflow(definition), code).length);
  });

  it('leaves the given definition as it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixable), ([, definition]) => {
        const before = structuredClone(definition);
        for (const { fix } of validateWorkflow(definition)) if (fix) applyFix(definition, fix);
        expect(definition).toEqual(before);
      }),
    );
  });
});
