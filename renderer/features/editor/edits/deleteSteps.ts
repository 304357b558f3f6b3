import type { WorkflowDefinition } from '../../../../shared/workflow/schema';
import { stepKeys } from '../stepKeys';
import { setDependencies } from './dependencies';

/** Removes steps and the wires from and to them. */
export function deleteSteps(draft: WorkflowDefinition, keys: Iterable<string>): void {
  const gone = removeSteps(draft, new Set(keys));
  for (const step of draft.steps)
    setDependencies(
      step,
      step.dependsOn?.filter((id) => !gone.has(id)),
    );
}

/** Removes steps and wires each one's dependents to what it depended on, so that the order of the rest stays. */
export function deleteAndHeal(draft: WorkflowDefinition, keys: Iterable<string>): void {
  const dependencies = new Map(draft.steps.map((step) => [step.id, [...(step.dependsOn ?? [])]]));
  const gone = removeSteps(draft, new Set(keys));
  const survivors = (id: string, path: ReadonlySet<string>): string[] => {
    if (!gone.has(id)) return [id];
    if (path.has(id)) return []; // a cycle among the removed
    return (dependencies.get(id) ?? []).flatMap((next) => survivors(next, new Set(path).add(id)));
  };
  for (const step of draft.steps) {
    if (!step.dependsOn?.some((id) => gone.has(id))) continue;
    const healed = step.dependsOn.flatMap((id) => survivors(id, new Set()));
    setDependencies(
      step,
      [...new Set(healed)].filter((id) => id !== step.id),
    );
  }
}

/** Returns the ids that no step has any more (of two steps with one id, the other keeps it in use). */
function removeSteps(draft: WorkflowDefinition, keys: ReadonlySet<string>): ReadonlySet<string> {
  const all = stepKeys(draft);
  const removed = draft.steps.filter((_, index) => keys.has(all[index] ?? '')).map((step) => step.id);
  draft.steps = draft.steps.filter((_, index) => !keys.has(all[index] ?? ''));
  const left = new Set(draft.steps.map((step) => step.id));
  const gone = new Set(removed.filter((id) => !left.has(id)));
  if (draft.layout) for (const id of gone) delete draft.layout[id];
  return gone;
}
