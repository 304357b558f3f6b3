import type { WorkflowDefinition, WorkflowStepDefinition } from '../../../../shared/workflow/schema';
import { indexOfStep } from '../stepKeys';

/** No dependencies is written as no key at all, so that untouched files stay as they were. */
export function setDependencies(step: WorkflowStepDefinition, ids: readonly string[] | undefined): void {
  if (!ids || ids.length === 0) delete step.dependsOn;
  else if (ids.length !== step.dependsOn?.length || ids.some((id, index) => id !== step.dependsOn?.[index])) step.dependsOn = [...ids];
}

/** Makes the step with key `to` wait for the step with id `from`. Check `refusalOf` first: this one does as it is told. */
export function connectSteps(draft: WorkflowDefinition, from: string, to: string): void {
  const step = draft.steps[indexOfStep(draft, to)];
  if (step && !step.dependsOn?.includes(from)) setDependencies(step, [...(step.dependsOn ?? []), from]);
}

export function disconnectSteps(draft: WorkflowDefinition, from: string, to: string): void {
  const step = draft.steps[indexOfStep(draft, to)];
  if (step)
    setDependencies(
      step,
      step.dependsOn?.filter((id) => id !== from),
    );
}

/** Puts a step into the wire `from` → `to`: `from` → step → `to`. */
export function spliceStep(draft: WorkflowDefinition, key: string, wire: { readonly from: string; readonly to: string }): void {
  const inserted = draft.steps[indexOfStep(draft, key)];
  if (!inserted) return;
  disconnectSteps(draft, wire.from, wire.to);
  connectSteps(draft, wire.from, key);
  connectSteps(draft, inserted.id, wire.to);
}
