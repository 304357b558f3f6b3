import type { Position, WorkflowDefinition, WorkflowStepDefinition } from '../../../../shared/workflow/schema';
import { stepKeys } from '../stepKeys';
import { setDependencies } from './dependencies';
import { renameReferences } from './renameReferences';
import { uniqueStepId } from './uniqueStepId';

/** Steps cut out of a workflow, as they travel over the clipboard. */
export type StepsFragment = { readonly steps: readonly WorkflowStepDefinition[]; readonly layout: Readonly<Record<string, Position>> };

export function copySteps(definition: WorkflowDefinition, keys: Iterable<string>, positions: ReadonlyMap<string, Position>): StepsFragment {
  const wanted = new Set(keys);
  const all = stepKeys(definition);
  const steps = definition.steps.filter((_, index) => wanted.has(all[index] ?? ''));
  const layout = Object.fromEntries(steps.map((step) => [step.id, positions.get(step.id) ?? { x: 0, y: 0 }]));
  return { steps: structuredClone(steps), layout };
}

/**
 * Adds copies of steps and returns their ids. Each gets an id of its own; wires and `$steps.…` references among the copies
 * follow them, wires to steps that stay behind are kept where this workflow has such a step and dropped where not.
 */
export function insertSteps(draft: WorkflowDefinition, fragment: StepsFragment, offset: Position): string[] {
  const present = new Set(draft.steps.map((step) => step.id));
  const newIds = new Map<string, string>();
  for (const step of fragment.steps) newIds.set(step.id, uniqueStepId(draft, step.id, newIds.values()));
  const layout = { ...draft.layout };
  for (const original of fragment.steps) {
    const step = structuredClone(original);
    step.id = newIds.get(original.id) ?? original.id;
    const kept = step.dependsOn?.filter((id) => newIds.has(id) || present.has(id));
    setDependencies(
      step,
      kept?.map((id) => newIds.get(id) ?? id),
    );
    step.prompt = renameReferences(step.prompt, newIds);
    const { x, y } = fragment.layout[original.id] ?? { x: 0, y: 0 };
    layout[step.id] = { x: Math.round(x + offset.x), y: Math.round(y + offset.y) };
    draft.steps.push(step);
  }
  draft.layout = layout;
  return [...newIds.values()];
}
