import type { WorkflowDefinition, WorkflowStepDefinition } from '../../../shared/workflow/schema';

/** A step with nothing but what a test names. */
export function step(id: string, dependsOn?: readonly string[], rest: Partial<WorkflowStepDefinition> = {}): WorkflowStepDefinition {
  return { id, prompt: `do ${id}`, ...(dependsOn && { dependsOn: [...dependsOn] }), ...rest };
}

export function workflow(...steps: WorkflowStepDefinition[]): WorkflowDefinition {
  return { name: 'test', steps };
}

/** Ids with what each waits for: `{ a: [], b: ['a'] }`. */
export function wiring({ steps }: Pick<WorkflowDefinition, 'steps'>): Record<string, readonly string[]> {
  return Object.fromEntries(steps.map(({ id, dependsOn }) => [id, dependsOn ?? []]));
}
