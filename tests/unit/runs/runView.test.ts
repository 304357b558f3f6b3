import { describe, expect, it } from 'vitest';
import { stepToRetry } from '../../../renderer/features/runs/runView';
import { createRunState } from '../../../shared/run/reduce';
import type { StepState, StepStatus } from '../../../shared/run/state';
import { step, workflow } from '../../support/builders';

/** Steps a, b, c … that stand so. */
function steps(...statuses: readonly StepStatus[]): readonly StepState[] {
  const ids = statuses.map((_, index) => String.fromCharCode(97 + index));
  const { steps: pending } = createRunState('run_1', workflow(ids.map((id) => step(id))));
  return [...pending.values()].map((each, index) => ({ ...each, status: statuses[index] ?? each.status }));
}

describe('the step to retry', () => {
  it.each([
    ['the selected one, where it has failed', 'c', 'c'],
    ['the first that has failed, where the selected one has not', 'a', 'b'],
    ['the first that has failed, where none is selected', null, 'b'],
    ['the first that has failed, where the selected one is not in the run', 'gone', 'b'],
  ])('is %s', (_name, selected, expected) => {
    expect(stepToRetry(steps('completed', 'failed', 'failed', 'skipped'), selected)?.id).toBe(expected);
  });

  it('is none where no step has failed', () => {
    expect(stepToRetry(steps('completed', 'skipped', 'interrupted'), 'b')).toBeUndefined();
  });
});
