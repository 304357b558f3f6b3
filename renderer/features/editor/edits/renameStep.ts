import type { WorkflowDefinition } from '../../../../shared/workflow/schema';
import { indexOfStep } from '../stepKeys';
import { setDependencies } from './dependencies';
import { renameReferences } from './renameReferences';

/** Gives a step another id wherever it is named: in dependencies, in prompts and in the layout. */
export function renameStep(draft: WorkflowDefinition, key: string, id: string): void {
  const step = draft.steps[indexOfStep(draft, key)];
  if (!step || step.id === id) return;
  const oldId = step.id;
  step.id = id;
  const position = draft.layout?.[oldId];
  if (position) draft.layout = { ...draft.layout, [id]: position };
  if (draft.steps.some((other) => other.id === oldId)) return; // its namesake is who the others mean
  if (draft.layout) delete draft.layout[oldId];
  const newIds = new Map([[oldId, id]]);
  for (const other of draft.steps) {
    setDependencies(other, other.dependsOn?.map((dependency) => newIds.get(dependency) ?? dependency));
    other.prompt = renameReferences(other.prompt, newIds);
  }
}
