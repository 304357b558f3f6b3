import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { parsePath } from '../editor';

export type ProblemsOfField = (field: string) => readonly WorkflowProblem[];

/** Sorts problems by the field they lie in: the first key of their path after `depth` segments. */
export function problemsByField(problems: readonly WorkflowProblem[], depth: number): ProblemsOfField {
  const byField = Map.groupBy(problems, ({ path }) => String(parsePath(path)[depth] ?? ''));
  return (field) => byField.get(field) ?? [];
}
