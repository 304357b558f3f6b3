export { type Autosave, flushWhenHidden, startAutosave } from './autosave';
export { CodeView } from './CodeView';
export { readFragment, writeFragment } from './clipboard';
export { editorCommands } from './commands';
export { type EditorDocument, isDirty, presentOf, type SaveState, selectedStep } from './document';
export { documentHistoryKeys } from './documentHistoryKeys';
export { takeDroppedFiles } from './droppedFiles';
export {
  activeDocument,
  type EditorState,
  type EditorView,
  editorStore,
  type Recipe,
  useActiveDefinition,
  useActiveDocument,
  useEditor,
  useProblems,
  useStepSeverity,
} from './editorStore';
export type { NewStep } from './edits/addStep';
export { deleteAndHeal, deleteSteps } from './edits/deleteSteps';
export { connectSteps, disconnectSteps, setDependencies, spliceStep } from './edits/dependencies';
export { copySteps, insertSteps, type StepsFragment } from './edits/insertSteps';
export { moveSteps } from './edits/moveSteps';
export { refusalOf } from './edits/refusal';
export { ForeignDialog } from './ForeignDialog';
export { followStored } from './followStored';
export { JsonView } from './JsonView';
export { CARD_HEIGHT, CARD_WIDTH } from './layeredLayout';
export { positionsOf } from './layout';
export { parsePath } from './parsePath';
export { type Problems, stepKeyOf } from './problems';
export { replacementOf } from './replacementOf';
export { indexOfStep, stepKeys } from './stepKeys';
export { openWorkflowFile } from './workflowFile';
