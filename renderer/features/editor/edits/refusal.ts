import { spellCycle } from '../../../../shared/workflow/cycles';
import { wouldCloseCycle } from '../../../../shared/workflow/graph';
import { stepName, type WorkflowDefinition } from '../../../../shared/workflow/schema';

/** Why a step may not wait for another, as a sentence; `null` if it may. A cycle is spelt out with the steps' names. */
export function refusalOf(definition: WorkflowDefinition, from: string, to: string): string | null {
  const names = new Map(definition.steps.map((step) => [step.id, stepName(step)]));
  if (from === to) return `${names.get(to) ?? to} can not wait for itself.`;
  const cycle = wouldCloseCycle(definition.steps, from, to);
  if (!cycle) return null;
  return `This wire would close a cycle: ${spellCycle(cycle.map((id) => names.get(id) ?? id))}. Every step would wait for itself, so it was not drawn.`;
}
