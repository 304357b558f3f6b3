import type { WorkflowDefinition, WorkflowStepDefinition } from '../../../shared/workflow/schema';

/**
 * Selecting and drawing need every step to have a name of its own even while two share an id by mistake. A step's key is its
 * id; later steps of the same id get `id#2`, `id#3` …, which no valid id can be.
 */
const keysBySteps = new WeakMap<readonly WorkflowStepDefinition[], readonly string[]>();

export function stepKeys(definition: Pick<WorkflowDefinition, 'steps'>): readonly string[] {
  const known = keysBySteps.get(definition.steps);
  if (known) return known;
  const keys = keysOf(definition.steps);
  if (Object.isFrozen(definition.steps)) keysBySteps.set(definition.steps, keys);
  return keys;
}

/** -1 if there is no such step. */
export function indexOfStep(definition: Pick<WorkflowDefinition, 'steps'>, key: string): number {
  return stepKeys(definition).indexOf(key);
}

function keysOf(steps: readonly WorkflowStepDefinition[]): string[] {
  const seen = new Map<string, number>();
  return steps.map(({ id }) => {
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  });
}
