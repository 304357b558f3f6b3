import { type Position, stepName, type WorkflowDefinition, type WorkflowStepDefinition } from '../../../../shared/workflow/schema';
import { uniqueStepId } from './uniqueStepId';

export type NewStep = {
  readonly name?: string | undefined;
  readonly position: Position;
  readonly dependsOn?: readonly string[];
};

/** Adds a step and returns its id. Its prompt is empty: Problems asks for one, and the inspector puts the cursor there. */
export function addStep(draft: WorkflowDefinition, { name, position, dependsOn = [] }: NewStep): string {
  const description = name ?? unusedName(draft);
  const id = uniqueStepId(draft, description);
  const step: WorkflowStepDefinition = { id, description, prompt: '' };
  if (dependsOn.length > 0) step.dependsOn = [...dependsOn];
  draft.steps.push(step);
  draft.layout = { ...draft.layout, [id]: position };
  return id;
}

function unusedName(definition: WorkflowDefinition): string {
  const used = new Set(definition.steps.map(stepName));
  for (let count = definition.steps.length + 1; ; count += 1) {
    if (!used.has(`Step ${count}`)) return `Step ${count}`;
  }
}
