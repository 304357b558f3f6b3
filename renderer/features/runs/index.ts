export type { RunView } from './runsStore';
export { runsStore, showRun, useFrozenDefinition, useShownRun, useStepRun } from './runsStore';
