import { describe, expect, it } from 'vitest';
import { validateWorkflow } from '../../../shared/workflow/validate';
import { after, step, workflow } from '../../support/builders';
import { brief } from './support';

describe('validateWorkflow finds', () => {
  it('unknown_dependency, self_dependency and duplicate_dependency', () => {
    const problems = validateWorkflow(workflow([step('lint'), after('b', 'lnt', 'b', 'lint', 'lint')]));
    expect(brief(problems)).toEqual([
      ['error', 'unknown_dependency', '$.steps[1].dependsOn[0]', 'b'],
      ['error', 'self_dependency', '$.steps[1].dependsOn[1]', 'b'],
      ['warning', 'duplicate_dependency', '$.steps[1].dependsOn[3]', 'b'],
    ]);
    expect(problems[0]?.message).toContain('Did you mean "lint"?');
    const twice = validateWorkflow(workflow([step('lint'), after('b', 'none', 'none')]));
    expect(twice.map(({ code }) => code)).toEqual(['unknown_dependency', 'duplicate_dependency']);
  });

  it('cycle, spelling the cycle itself and no innocent step downstream of it', () => {
    const problems = validateWorkflow(workflow([after('a', 'b'), after('b', 'a'), after('c', 'b')]));
    expect(brief(problems)).toEqual([['error', 'cycle', '$.steps[0].dependsOn[0]', 'a']]);
    expect(problems[0]?.message).toContain(' a → b → a.');
    expect(problems[0]?.message).not.toContain('c →');
  });

  it('every cycle, not just the first', () => {
    const problems = validateWorkflow(workflow([after('a', 'b'), after('b', 'a'), after('c', 'd'), after('d', 'c')]));
    expect(problems.map((problem) => problem.message.match(/: (.*)\. Remove/)?.[1])).toEqual(['a → b → a', 'c → d → c']);
  });

  it('redundant_dependency, already implied through another', () => {
    const problems = validateWorkflow(workflow([step('a'), after('b', 'a'), after('c', 'a', 'b')]));
    expect(brief(problems)).toEqual([['warning', 'redundant_dependency', '$.steps[2].dependsOn[0]', 'c']]);
  });
});
