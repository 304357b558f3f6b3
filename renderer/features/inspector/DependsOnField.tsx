import { useMemo } from 'react';
import { buildGraph, transitiveDependents } from '../../../shared/workflow/graph';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { stepName, type WorkflowDefinition, type WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { connectSteps, disconnectSteps, editorStore, indexOfStep } from '../editor';
import { Checklist, type ChecklistItem } from './Checklist';
import { FormGroup } from './FormField';

type DependsOnFieldProps = {
  readonly stepKey: string;
  readonly step: WorkflowStepDefinition;
  readonly definition: WorkflowDefinition;
  readonly problems: readonly WorkflowProblem[];
};

/** The steps that must be done first: the same as the wires, for the keyboard. */
export function DependsOnField({ stepKey, step, definition, problems }: DependsOnFieldProps) {
  const checked = useMemo(() => new Set(step.dependsOn), [step.dependsOn]);
  const items = useMemo(() => itemsFor(definition, stepKey, checked), [definition, stepKey, checked]);
  const { apply } = editorStore.getState();
  const toggle = (id: string, isWanted: boolean) =>
    isWanted
      ? apply(`Make ${stepKey} wait for ${id}`, (draft) => connectSteps(draft, id, stepKey))
      : apply(`Make ${stepKey} not wait for ${id}`, (draft) => disconnectSteps(draft, id, stepKey));
  return (
    <FormGroup
      label="Depends on"
      field="dependsOn"
      problems={problems}
      hint={items.length === 0 ? 'There is no other step yet.' : undefined}
    >
      {items.length > 0 && <Checklist searchLabel="Search steps" items={items} checked={checked} onToggle={toggle} />}
    </FormGroup>
  );
}

function itemsFor(definition: WorkflowDefinition, stepKey: string, checked: ReadonlySet<string>): ChecklistItem[] {
  const index = indexOfStep(definition, stepKey);
  const after = new Set(transitiveDependents(buildGraph(definition.steps), index));
  const others = definition.steps.flatMap((step, place): ChecklistItem[] => {
    if (place === index || step.id === definition.steps[index]?.id) return [];
    const wouldCycle = after.has(place) && !checked.has(step.id);
    return [
      {
        id: step.id,
        label: stepName(step),
        ...(wouldCycle && { isDisabled: true, detail: 'Waits for this step, so this would close a cycle' }),
      },
    ];
  });
  const known = new Set(definition.steps.map(({ id }) => id));
  const unknown = [...checked].filter((id) => !known.has(id)).map((id) => ({ id, label: id, detail: 'There is no such step' }));
  return [...unknown, ...others];
}
