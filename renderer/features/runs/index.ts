export { Folded } from './Folded';
export { followRun, forgetRun, keepFollowing } from './followRun';
export { Markdown } from './Markdown';
export { RunDialog } from './RunDialog';
export { RunPanel } from './RunPanel';
export { resumeRun, retryStep, type StartRun, startRun, stopRun } from './runActions';
export { type RunRequest, requestRun } from './runRequest';
export {
  closeTab,
  isSameTab,
  openTab,
  type ReaderTab,
  type RunView,
  runsStore,
  setActiveDocument,
  shownRunId,
  showRun,
  useFrozenDefinition,
  useShownRun,
  useShownRunId,
  useStepRun,
} from './runsStore';
export { isUnderWay, outcomeText, runElapsed, stepElapsed, totalTokens } from './runView';
export { Transcript } from './Transcript';
export { type TranscriptEntry, transcriptOf } from './transcript';
