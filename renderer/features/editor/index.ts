export { type Autosave, flushWhenHidden, startAutosave } from './autosave';
export { editorCommands } from './commands';
export { type EditorDocument, isDirty, presentOf, type SaveState, selectedStep } from './document';
export {
  activeDocument,
  type EditorState,
  type EditorView,
  editorStore,
  type Recipe,
  useActiveDefinition,
  useActiveDocument,
  useEditor,
} from './editorStore';
export { CARD_HEIGHT, CARD_WIDTH } from './layeredLayout';
export { positionsOf } from './layout';
export { indexOfStep, stepKeys } from './stepKeys';
