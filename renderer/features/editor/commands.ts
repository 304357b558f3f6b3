import type { Command } from '../../app/commands';
import { activeDocument, editorStore } from './editorStore';
import { chooseWorkflowFile } from './workflowFile';

const { undo, redo, close, newWorkflow } = editorStore.getState();

/** What can be done with the document in front whatever view it is in. */
export const editorCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    label: 'Undo',
    shortcut: 'Mod+Z',
    when: () => (activeDocument()?.history.past.length ?? 0) > 0,
    run: undo,
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    shortcut: ['Mod+Shift+Z', 'Mod+Y'],
    when: () => (activeDocument()?.history.future.length ?? 0) > 0,
    run: redo,
  },
  { id: 'workflow.new', label: 'New workflow', run: () => newWorkflow() },
  { id: 'workflow.openFile', label: 'Open workflow file…', shortcut: 'Mod+O', run: chooseWorkflowFile },
  {
    id: 'workflow.close',
    label: 'Close workflow',
    when: () => activeDocument() !== undefined,
    run: () => {
      const document = activeDocument();
      if (document) close(document.id);
    },
  },
];
