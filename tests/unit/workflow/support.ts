import type { WorkflowProblem, WorkflowProblemCode } from '../../../shared/workflow/problems';
import { step } from '../../support/builders';

/** Problems without their sentences and fixes, to be compared at once. */
export const brief = (problems: readonly WorkflowProblem[]) =>
  problems.map(({ severity, code, path, stepId }) => [severity, code, path, stepId]);

/** The problems with this code. */
export const only = (problems: readonly WorkflowProblem[], code: WorkflowProblemCode) =>
  problems.filter((problem) => problem.code === code);

/** A step with this prompt that waits for others. */
export const prompting = (id: string, prompt: string, ...dependsOn: string[]) => step(id, { prompt, dependsOn });
