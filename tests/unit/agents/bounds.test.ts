import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonTools, stricterMode } from '../../../shared/session/bounds';
import { PERMISSION_MODES } from '../../../shared/session/session';
import { isToolAllowed } from '../../../shared/workflow/allowedTools';

const name = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '_'), minLength: 1, maxLength: 4 });
const entries = fc.option(
  fc.array(
    fc.oneof(
      name,
      name.map((prefix) => `${prefix}*`),
      fc.constant('*'),
    ),
    { maxLength: 5 },
  ),
  { nil: undefined },
);

describe('bounds of nested work', () => {
  it('allow a tool exactly if both lists allow it', () => {
    fc.assert(
      fc.property(entries, entries, name, (one, other, tool) => {
        expect(isToolAllowed(commonTools(one, other), tool)).toBe(isToolAllowed(one, tool) && isToolAllowed(other, tool));
      }),
      { numRuns: 2000 },
    );
  });

  it('order permission modes from strict to loose: plan, default, acceptEdits, bypassPermissions', () => {
    const order = [...PERMISSION_MODES].sort((one, other) => (one === other ? 0 : stricterMode(one, other) === one ? -1 : 1));
    expect(order).toEqual(['plan', 'default', 'acceptEdits', 'bypassPermissions']);
    expect(stricterMode('bypassPermissions', 'plan')).toBe('plan');
  });
});
