export { FixButton } from './FixButton';
export { ProblemsPanel } from './ProblemsPanel';
export { useProblemCounts } from './useProblemCounts';
