import { renameStep as renameEverywhere } from '../../../../shared/workflow/rename';
import type { WorkflowDefinition } from '../../../../shared/workflow/schema';
import { indexOfStep } from '../stepKeys';

/**
 * Gives the step with this key another id wherever it is named. A step whose id another has too is renamed alone: the others mean its
 * namesake. Throws `INVALID_INPUT` with a sentence when the new id is not an id or taken.
 */
export function renameStep(definition: WorkflowDefinition, key: string, id: string): WorkflowDefinition {
  const index = indexOfStep(definition, key);
  const step = definition.steps[index];
  if (!step) return definition;
  const isNamesake = definition.steps.some((other, place) => place !== index && other.id === step.id);
  if (!isNamesake) return renameEverywhere(definition, step.id, id);
  const steps = definition.steps.map((other, place) => (place === index ? { ...other, id } : other));
  return { ...definition, steps };
}
