import { expect, it } from 'vitest';
import { lastStepEnd, stepEndLabel } from '../../../shared/session/stepEnd';

const automatic = (label: string) => ({ automatic: true, label });

it('the end of a step is the last of its attempts, whatever was restored and named since', () => {
  const end = automatic(stepEndLabel('Look', 'done', 2));
  const marks = [
    automatic('Before Look'),
    automatic(stepEndLabel('Look', 'failed', 1)),
    end,
    automatic('Before restoring “Look done”'),
    automatic('Before branching “done”'),
    { automatic: false, label: 'all done' },
  ];
  expect(lastStepEnd(marks)).toBe(end);
  expect(lastStepEnd(marks.slice(0, 2))).toBe(marks[1]);
  expect(lastStepEnd(marks.slice(0, 1))).toBeUndefined();
});
