export { Folded } from './Folded';
export { followRun, forgetRun, keepFollowing } from './followRun';
export { type FrameBatch, frameBatch } from './frameBatch';
export { Markdown } from './Markdown';
export { guessHeight, markdownParts } from './markdownParts';
export { RunDialog } from './RunDialog';
export { RunPanel } from './RunPanel';
export { rerunStep, resumeRun, retryStep, type StartRun, startRun, stopRun } from './runActions';
export { type RunRequest, requestRun } from './runRequest';
export {
  closeTab,
  isSameTab,
  openTab,
  type ReaderTab,
  type RunView,
  renameTab,
  runsStore,
  setActiveDocument,
  setAsking,
  shownRunId,
  showRun,
  useFrozenDefinition,
  useShownRun,
  useShownRunId,
  useStepRun,
} from './runsStore';
export { isUnderWay, outcomeText, runElapsed, stepElapsed, stepToShow, totalTokens } from './runView';
export { StartedList, startedText } from './StartedList';
export { Transcript, TranscriptEntryView } from './Transcript';
export { type ToolEntry, type TranscriptEntry, transcriptOf } from './transcript';
export { type Started, useStarted } from './useStarted';
