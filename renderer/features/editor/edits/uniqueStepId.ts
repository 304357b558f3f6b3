import type { WorkflowDefinition } from '../../../../shared/workflow/schema';

const MAX_LENGTH = 64;

/** A valid id that no step of the workflow has, made from what people call the step: `Type check` → `type-check`, `type-check-2`. */
export function uniqueStepId(definition: Pick<WorkflowDefinition, 'steps'>, name: string, taken: Iterable<string> = []): string {
  const used = new Set([...definition.steps.map((step) => step.id), ...taken]);
  const base = slug(name) || 'step';
  if (!used.has(base)) return base;
  for (let count = 2; ; count += 1) {
    const suffix = `-${count}`;
    const candidate = base.slice(0, MAX_LENGTH - suffix.length) + suffix;
    if (!used.has(candidate)) return candidate;
  }
}

function slug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_LENGTH);
}
