import type { Command } from '../../app/commands';
import { activeDocument } from '../editor';
import { addStepInSight, editSelected } from './actions';
import { canvasStore } from './canvasStore';
import { focusCard } from './focusCard';
import { hasKeyboard } from './hasKeyboard';
import { copySelection, cutSelection, duplicateSelection, paste } from './pasteboard';
import { deleteSelection, goTowards, nudge, selectAll, startLink, stopLink, tidy } from './selectionActions';

const isEditing = () => activeDocument() !== undefined && !canvasStore.getState().isReadOnly && canvasStore.getState().flow !== null;
const hasSelection = () => isEditing() && (activeDocument()?.selection.length ?? 0) > 0;
const hasOneSelected = () => isEditing() && activeDocument()?.selection.length === 1;
const onCanvas = (condition: () => boolean) => () => condition() && hasKeyboard();
const isShown = () => canvasStore.getState().flow !== null;
const hasWireSelected = () => canvasStore.getState().wires.some((wire) => wire.selected);

const MOVES = [
  { key: 'ArrowLeft', direction: 'left', name: 'left' },
  { key: 'ArrowRight', direction: 'right', name: 'right' },
  { key: 'ArrowUp', direction: 'up', name: 'up' },
  { key: 'ArrowDown', direction: 'down', name: 'down' },
] as const;

/** What can be done on the canvas; each also without a mouse. */
export const canvasCommands: readonly Command[] = [
  { id: 'canvas.addStep', label: 'Add step', shortcut: 'N', when: onCanvas(isEditing), run: addStepInSight },
  {
    id: 'canvas.delete',
    label: 'Delete selection',
    shortcut: ['Delete', 'Backspace'],
    when: onCanvas(() => hasSelection() || (isEditing() && hasWireSelected())),
    run: () => deleteSelection({ heal: false }),
  },
  {
    id: 'canvas.deleteAndHeal',
    label: 'Delete and heal wires',
    shortcut: 'Mod+Backspace',
    when: onCanvas(hasSelection),
    run: () => deleteSelection({ heal: true }),
  },
  { id: 'canvas.duplicate', label: 'Duplicate', shortcut: 'Mod+D', when: onCanvas(hasSelection), run: duplicateSelection },
  { id: 'canvas.selectAll', label: 'Select all steps', shortcut: 'Mod+A', when: onCanvas(isEditing), run: selectAll },
  { id: 'canvas.copy', label: 'Copy steps', shortcut: 'Mod+C', when: onCanvas(hasSelection), run: copySelection },
  { id: 'canvas.cut', label: 'Cut steps', shortcut: 'Mod+X', when: onCanvas(hasSelection), run: cutSelection },
  { id: 'canvas.paste', label: 'Paste steps', shortcut: 'Mod+V', when: onCanvas(isEditing), run: paste },
  { id: 'canvas.tidy', label: 'Tidy', shortcut: 'Shift+L', when: onCanvas(isEditing), run: tidy },
  { id: 'canvas.fit', label: 'Fit workflow in view', shortcut: '1', when: onCanvas(isShown), run: fit },
  { id: 'canvas.actualSize', label: 'Zoom to 100 %', shortcut: '0', when: onCanvas(isShown), run: zoomToActualSize },
  { id: 'canvas.rename', label: 'Rename step', shortcut: 'F2', when: onCanvas(hasOneSelected), run: () => editSelected('description') },
  {
    id: 'canvas.edit',
    label: 'Edit step',
    shortcut: 'Enter',
    when: onCanvas(hasOneSelected),
    run: () => (canvasStore.getState().linkFrom === null ? editSelected('prompt') : stopLink({ connect: true })),
  },
  { id: 'canvas.link', label: 'Link to another step', shortcut: 'L', when: onCanvas(hasOneSelected), run: startLink },
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
      label: `Go to the step ${name}`,
      shortcut: key,
      when: onCanvas(isEditing),
      run: () => goTowards(direction),
    }),
  ),
  ...MOVES.map(
    ({ key, direction, name }): Command => ({
      id: `canvas.nudge.${direction}`,
      label: `Nudge ${name}`,
      shortcut: `Shift+${key}`,
      when: onCanvas(hasSelection),
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
