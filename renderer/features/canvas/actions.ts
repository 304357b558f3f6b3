import { type Position, stepName } from '../../../shared/workflow/schema';
import {
  activeDocument,
  CARD_HEIGHT,
  CARD_WIDTH,
  connectSteps,
  type EditorState,
  editorStore,
  indexOfStep,
  positionsOf,
  presentOf,
  refusalOf,
  selectedStep,
} from '../editor';
import { canvasStore } from './canvasStore';
import { focusCard } from './focusCard';
import { freeSpot } from './freeSpot';

const COLUMN_GAP = 88;

/** Wires two steps, or says why not. `from` and `to` are step keys. */
export function connect(from: string, to: string): void {
  const document = activeDocument();
  if (!document) return;
  const definition = presentOf(document);
  const source = definition.steps[indexOfStep(definition, from)];
  const target = definition.steps[indexOfStep(definition, to)];
  if (!source || !target) return;
  const refusal = refusalOf(definition, source.id, target.id);
  canvasStore.getState().notify(refusal === null ? null : { tone: 'refusal', text: refusal });
  if (refusal !== null) return;
  editorStore.getState().apply(`Wire ${stepName(source)} to ${stepName(target)}`, (draft) => connectSteps(draft, source.id, to));
}

/** Adds a step, selects it and gives it the keyboard: Enter then edits its prompt, F2 its name. */
export function addStepAt(...step: Parameters<EditorState['addStep']>): void {
  focusCard(editorStore.getState().addStep(...step));
}

/** Where there is room: right of the selected step, else in the middle of what is in sight. */
export function addStepInSight(): void {
  const document = activeDocument();
  if (!document) return;
  const positions = positionsOf(presentOf(document));
  const beside = positions.get(document.selection.at(-1) ?? '');
  const wish = beside ? { x: beside.x + CARD_WIDTH + COLUMN_GAP, y: beside.y } : centreOfSight();
  addStepAt({ position: freeSpot(positions.values(), wish) });
}

/** Adds a step that waits for the step `key`, right of it. */
export function addWiredStepAfter(key: string): void {
  const document = activeDocument();
  const place = document && positionsOf(presentOf(document)).get(key);
  if (!place) return;
  const spot = freeSpot(positionsOf(presentOf(document)).values(), { x: place.x + CARD_WIDTH + COLUMN_GAP, y: place.y });
  addWiredStep(key, 'after', spot);
}

/** Adds a step at the loose end of a wire that begins at the step `key`. */
export function addWiredStep(key: string, side: 'after' | 'before', position: Position): void {
  const document = activeDocument();
  if (!document) return;
  const step = presentOf(document).steps[indexOfStep(presentOf(document), key)];
  if (!step) return;
  if (side === 'after') addStepAt({ position, dependsOn: [step.id] });
  else addStepAt({ position }, (draft, id) => connectSteps(draft, id, key));
}

/** Puts the cursor into the prompt of the one selected step. */
export function editSelected(field: 'prompt' | 'description'): void {
  const document = activeDocument();
  const step = document && selectedStep(document);
  if (step) editorStore.getState().focusField(`$.steps[${presentOf(document).steps.indexOf(step)}].${field}`);
}

function centreOfSight(): Position {
  const { flow } = canvasStore.getState();
  const box = document.querySelector('.react-flow')?.getBoundingClientRect();
  if (!flow || !box) return { x: 0, y: 0 };
  const centre = flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  return { x: centre.x - CARD_WIDTH / 2, y: centre.y - CARD_HEIGHT / 2 };
}
