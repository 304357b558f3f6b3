import type { Command } from '../../app/commands';
import { activeDocument } from '../editor';
import { addStepInSight, editSelected } from './actions';
import { canvasStore } from './canvasStore';
import { focusCard } from './focusCard';
import { hasClipboardKeys, hasKeyboard } from './hasKeyboard';
import { copySelection, cutSelection, duplicateSelection, paste } from './pasteboard';
import { deleteSelection, goTowards, nudge, selectAll, startLink, stopLink, tidy } from './selectionActions';

const isShown = () => canvasStore.getState().flow !== null;
const isEditing = () => canvasStore.getState().surface !== null && activeDocument() !== undefined && !canvasStore.getState().isReadOnly;
const hasSelection = () => isEditing() && (activeDocument()?.selection.length ?? 0) > 0;
const hasOneSelected = () => isEditing() && activeDocument()?.selection.length === 1;
const hasWireSelected = () => isEditing() && canvasStore.getState().wires.some((wire) => wire.selected);

const MOVES = [
  { key: 'ArrowLeft', direction: 'left', name: 'left' },
  { key: 'ArrowRight', direction: 'right', name: 'right' },
  { key: 'ArrowUp', direction: 'up', name: 'up' },
  { key: 'ArrowDown', direction: 'down', name: 'down' },
] as const;

/** What can be done on the canvas; each also without a mouse. */
export const canvasCommands: readonly Command[] = [
  { id: 'canvas.addStep', label: 'Add step', shortcut: 'N', when: isEditing, run: addStepInSight },
  {
    id: 'canvas.delete',
    hasKeys: hasKeyboard,
    label: 'Delete selection',
    shortcut: ['Delete', 'Backspace'],
    when: () => hasSelection() || (isEditing() && hasWireSelected()),
    run: () => deleteSelection({ heal: false }),
  },
  {
    id: 'canvas.deleteAndHeal',
    hasKeys: hasKeyboard,
    label: 'Delete and heal wires',
    shortcut: 'Mod+Backspace',
    when: hasSelection,
    run: () => deleteSelection({ heal: true }),
  },
  {
    id: 'canvas.duplicate',
    label: 'Duplicate',
    shortcut: 'Mod+D',
    when: hasSelection,
    run: duplicateSelection,
  },
  {
    id: 'canvas.selectAll',
    hasKeys: hasKeyboard,
    label: 'Select all steps',
    shortcut: 'Mod+A',
    when: isEditing,
    run: selectAll,
  },
  {
    id: 'canvas.copy',
    hasKeys: hasClipboardKeys,
    label: 'Copy steps',
    shortcut: 'Mod+C',
    when: hasSelection,
    run: copySelection,
  },
  {
    id: 'canvas.cut',
    hasKeys: hasClipboardKeys,
    label: 'Cut steps',
    shortcut: 'Mod+X',
    when: hasSelection,
    run: cutSelection,
  },
  { id: 'canvas.paste', label: 'Paste steps', shortcut: 'Mod+V', when: isEditing, run: paste },
  { id: 'canvas.tidy', label: 'Tidy', shortcut: 'Shift+L', when: isEditing, run: tidy },
  { id: 'canvas.fit', label: 'Fit workflow in view', shortcut: '1', when: isShown, run: fit },
  { id: 'canvas.actualSize', label: 'Zoom to 100 %', shortcut: '0', when: isShown, run: zoomToActualSize },
  {
    id: 'canvas.rename',
    label: 'Rename step',
    shortcut: 'F2',
    when: hasOneSelected,
    run: () => editSelected('description'),
  },
  {
    id: 'canvas.edit',
    hasKeys: hasKeyboard,
    label: 'Edit step',
    shortcut: 'Enter',
    when: hasOneSelected,
    run: () => (canvasStore.getState().linkFrom === null ? editSelected('prompt') : stopLink({ connect: true })),
  },
  { id: 'canvas.link', label: 'Link to another step', shortcut: 'L', when: hasOneSelected, run: startLink },
  {
    id: 'canvas.cancelLink',
    label: 'Cancel link',
    shortcut: 'Escape',
    when: () => canvasStore.getState().linkFrom !== null,
    run: () => stopLink({ connect: false }),
  },
  ...MOVES.map(
    ({ key, direction, name }): Command => ({
      id: `canvas.go.${direction}`,
      hasKeys: hasKeyboard,
      label: `Go to the step ${name}`,
      shortcut: key,
      when: isEditing,
      run: () => goTowards(direction),
    }),
  ),
  ...MOVES.map(
    ({ key, direction, name }): Command => ({
      id: `canvas.nudge.${direction}`,
      hasKeys: hasKeyboard,
      label: `Nudge ${name}`,
      shortcut: `Shift+${key}`,
      when: hasSelection,
      run: () => nudge(direction),
    }),
  ),
];

async function fit(): Promise<void> {
  await canvasStore.getState().flow?.fitView({ padding: 0.16, maxZoom: 1, duration: 160 });
}

async function zoomToActualSize(): Promise<void> {
  await canvasStore.getState().flow?.zoomTo(1, { duration: 160 });
  const [selected] = activeDocument()?.selection ?? [];
  if (selected !== undefined) focusCard(selected, { focus: false });
}
