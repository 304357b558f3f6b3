import type { KeyBinding } from '@codemirror/view';
import { editorStore } from './editorStore';

/** Undo inside of a text editor is the document's, so that there is one history and not two. */
export const documentHistoryKeys: readonly KeyBinding[] = [
  { key: 'Mod-z', run: did('undo'), preventDefault: true },
  { key: 'Mod-Shift-z', run: did('redo'), preventDefault: true },
  { key: 'Mod-y', run: did('redo'), preventDefault: true },
];

function did(move: 'undo' | 'redo'): () => true {
  return () => {
    editorStore.getState()[move]();
    return true;
  };
}
