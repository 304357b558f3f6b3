import { useProblems } from '../editor';

export type ProblemCounts = { readonly errors: number; readonly warnings: number };

export function useProblemCounts(): ProblemCounts {
  const { errors, warnings } = useProblems();
  return { errors, warnings };
}
