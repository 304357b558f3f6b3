import { AppError } from '../lib/appError';
import type { Json } from '../lib/json';
import type { ParameterProblem, WorkflowProblem } from './problems';

/** A definition that cannot run, with everything validation found in it, warnings too. */
export class WorkflowValidationError extends AppError {
  override readonly name = 'WorkflowValidationError';
  constructor(readonly problems: readonly WorkflowProblem[]) {
    const errors = problems.filter((problem) => problem.severity === 'error').map(({ path, message }) => `${path}: ${message}`);
    super('INVALID_WORKFLOW', errors.join('\n'), problems.map(problemAsJson));
  }
}

/** Parameters that a workflow cannot run with, all of them at once. */
export class WorkflowParameterError extends AppError {
  override readonly name = 'WorkflowParameterError';
  constructor(readonly problems: readonly ParameterProblem[]) {
    super('INVALID_PARAMETERS', problems.map((problem) => problem.message).join('\n'), problems);
  }
}

function problemAsJson({ severity, code, path, stepId, message, fix }: WorkflowProblem): Json {
  return { severity, code, path, message, ...(stepId !== undefined && { stepId }), ...(fix && { fix }) };
}
