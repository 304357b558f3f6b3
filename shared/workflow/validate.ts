import type { WorkflowProblem } from './problems';
import { checkCatalog, type WorkflowCatalog } from './validation/catalog';
import { checkConnections } from './validation/connections';
import { checkDependencies } from './validation/dependencies';
import { salvageDraft, wholeDraft } from './validation/draft';
import { checkParameters } from './validation/parameters';
import { checkStepReferences } from './validation/references';
import { checkKeys, checkShape } from './validation/shape';
import { checkSteps } from './validation/steps';

export type { WorkflowCatalog };

/**
 * Everything that is wrong with a definition, at once, errors first; an empty list means that it can run. Never throws. Where
 * the shape is broken, all that is sound is still checked. Tools and models are checked against `catalog` where one is given.
 */
export function validateWorkflow(definition: unknown, catalog: WorkflowCatalog = {}): WorkflowProblem[] {
  const shape = checkShape(definition);
  const draft = shape.definition ? wholeDraft(shape.definition) : salvageDraft(definition);
  const problems = [
    ...shape.problems,
    ...checkSteps(draft),
    ...checkDependencies(draft),
    ...checkStepReferences(draft),
    ...checkParameters(draft),
    ...checkCatalog(draft, catalog),
    ...checkConnections(draft, catalog),
    ...checkKeys(definition),
  ];
  return [...problems.filter(isError), ...problems.filter((problem) => !isError(problem))];
}

/** Errors keep a workflow from running, warnings do not. */
export function isError(problem: WorkflowProblem): boolean {
  return problem.severity === 'error';
}
