import { type Position, stepName } from '../../../shared/workflow/schema';
import { countOf } from '../../ui/format';
import {
  activeDocument,
  deleteAndHeal,
  deleteSteps,
  disconnectSteps,
  editorStore,
  moveSteps,
  positionsOf,
  presentOf,
  selectedStep,
  stepKeys,
} from '../editor';
import { connect } from './actions';
import { canvasStore } from './canvasStore';
import { focusCard } from './focusCard';
import { glide } from './glide';
import { type Direction, stepTowards } from './navigation';
import { rowTowards } from './outlineRows';
import { tidyLayout } from './tidy';

const NUDGE = 8;
const STEPS: Readonly<Record<Direction, Position>> = {
  left: { x: -NUDGE, y: 0 },
  right: { x: NUDGE, y: 0 },
  up: { x: 0, y: -NUDGE },
  down: { x: 0, y: NUDGE },
};

/** Deletes the selected steps and wires. */
export function deleteSelection({ heal }: { readonly heal: boolean }): void {
  const keys = activeDocument()?.selection ?? [];
  const wires = canvasStore.getState().wires.filter((wire) => wire.selected);
  const label = keys.length > 0 ? `Delete ${countOf(keys.length, 'step')}` : `Delete ${countOf(wires.length, 'wire')}`;
  editorStore.getState().apply(label, (draft) => {
    for (const wire of wires) disconnectSteps(draft, wire.source, wire.target);
    if (heal) deleteAndHeal(draft, keys);
    else deleteSteps(draft, keys);
  });
}

export function selectAll(): void {
  const document = activeDocument();
  if (document) editorStore.getState().select(stepKeys(presentOf(document)));
}

/** Selects and focuses the neighbour in a direction, or the first step when none is selected. */
export function goTowards(direction: Direction): void {
  const document = activeDocument();
  if (!document) return;
  const definition = presentOf(document);
  const current = document.selection.at(-1);
  const isOutline = canvasStore.getState().surface === 'outline';
  const towards = isOutline ? rowTowards : stepTowards;
  const next = current === undefined ? stepKeys(definition)[0] : towards(definition, current, direction);
  if (next === undefined) return;
  editorStore.getState().select([next]);
  focusCard(next);
}

export function nudge(direction: Direction): void {
  const document = activeDocument();
  if (!document) return;
  const positions = positionsOf(presentOf(document));
  const by = STEPS[direction];
  const moved = document.selection.flatMap((key) => {
    const place = positions.get(key);
    return place ? [[key, { x: place.x + by.x, y: place.y + by.y }] as const] : [];
  });
  editorStore.getState().apply(`Nudge ${countOf(moved.length, 'step')}`, (draft) => moveSteps(draft, Object.fromEntries(moved)), 'nudge');
}

/** The next step clicked, or reached with arrows and Enter, will wait for the selected one. */
export function startLink(): void {
  const document = activeDocument();
  const step = document && selectedStep(document);
  const key = document?.selection[0];
  if (!step || key === undefined) return;
  const text = `Click the step that should wait for ${stepName(step)}, or go to it with the arrow keys and press Enter. Escape cancels.`;
  canvasStore.setState({ linkFrom: key, notice: { tone: 'prompt', text } });
}

export function stopLink({ connect: isWanted }: { readonly connect: boolean }): void {
  const { linkFrom } = canvasStore.getState();
  const to = activeDocument()?.selection[0];
  canvasStore.setState({ linkFrom: null, notice: null });
  if (isWanted && linkFrom !== null && to !== undefined && to !== linkFrom) connect(linkFrom, to);
}

/** Lays the workflow out afresh, as one undo step. An edit made while the layout is worked out wins over it. */
export async function tidy(): Promise<void> {
  const document = activeDocument();
  if (!document) return;
  const definition = presentOf(document);
  const positions = await tidyLayout(definition);
  const present = () => (activeDocument()?.id === document.id ? activeDocument()?.history.present : undefined);
  if (present() !== definition) return;
  const before = canvasStore.getState().nodes;
  editorStore.getState().apply('Tidy', (draft) => moveSteps(draft, Object.fromEntries(positions)));
  const tidied = present();
  const isTidied = () => present() === tidied;
  await glide(new Map(before.map(({ id, position }) => [id, position])), positions, isTidied);
  if (!isTidied()) return;
  await canvasStore.getState().flow?.fitView({ padding: 0.16, maxZoom: 1, duration: 160 });
}
