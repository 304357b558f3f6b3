import { buildGraph, transitiveDependents } from '../../../shared/workflow/graph';
import type { PromptToken } from '../../../shared/workflow/interpolate';
import { stepName, type WorkflowDefinition, type WorkflowStepDefinition } from '../../../shared/workflow/schema';

export type StepCandidate = { readonly id: string; readonly name: string; readonly isUpstream: boolean };

/** What a prompt may name. */
export type PromptNames = {
  readonly parameters: ReadonlyMap<string, string>;
  /** Steps whose results exist before this one or could: not itself and none that waits for it. Upstream ones first. */
  readonly steps: readonly StepCandidate[];
};

/** Without a step only parameters may be named: so it is in system prompts. */
export function promptNames(definition: WorkflowDefinition, step: WorkflowStepDefinition | undefined): PromptNames {
  const parameters = new Map(Object.entries(definition.parameters ?? {}).map(([name, { description }]) => [name, description ?? '']));
  if (!step) return { parameters, steps: [] };
  const graph = buildGraph(definition.steps);
  const self = definition.steps.indexOf(step);
  const after = new Set([self, ...(self < 0 ? [] : transitiveDependents(graph, self))]);
  const before = ancestors(graph.dependencies, self);
  const candidates = definition.steps.flatMap((other, index) =>
    after.has(index) ? [] : [{ id: other.id, name: stepName(other), isUpstream: before.has(index) }],
  );
  return { parameters, steps: [...candidates.filter((step) => step.isUpstream), ...candidates.filter((step) => !step.isUpstream)] };
}

/** Whether running would put something in the place of this token. */
export function isKnown(names: PromptNames, token: PromptToken): boolean {
  switch (token.kind) {
    case 'escape':
      return true;
    case 'parameter':
      return names.parameters.has(token.name);
    case 'step':
      return names.steps.some(({ id, isUpstream }) => isUpstream && id === token.stepId);
  }
}

function ancestors(dependencies: readonly (readonly number[])[], index: number): ReadonlySet<number> {
  const found = new Set(dependencies[index]);
  for (const dependency of found) for (const next of dependencies[dependency] ?? []) found.add(next);
  return found;
}
