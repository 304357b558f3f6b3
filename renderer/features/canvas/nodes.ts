import type { Node, NodeHandle } from '@xyflow/react';
import { Position as Side } from '@xyflow/react';
import type { Position, WorkflowDefinition, WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { CARD_HEIGHT, CARD_WIDTH, positionsOf, stepKeys } from '../editor';

/** A card on the canvas. Its id is the step's key; how a run goes is never in its data: each card asks for its own. */
export type StepNode = Node<StepNodeData, 'step'>;
export type StepNodeData = { readonly step: WorkflowStepDefinition };

// Cards have one size, so React Flow need not measure them: a card that was never rendered has its wires all the same.
const SIZE = { width: CARD_WIDTH, height: CARD_HEIGHT };
// Wires end on the card's edge, below the dot that is drawn there.
const HANDLES: NodeHandle[] = [
  { type: 'target', position: Side.Left, x: 0, y: CARD_HEIGHT / 2 - 1, width: 2, height: 2 },
  { type: 'source', position: Side.Right, x: CARD_WIDTH - 2, y: CARD_HEIGHT / 2 - 1, width: 2, height: 2 },
];
/** The card itself is the group with a name; React Flow's box around it is no element of its own to a screen reader. */
const PLAIN_BOX = { 'aria-roledescription': undefined };

/**
 * The nodes for a definition, keeping every node of `before` that would come out the same: React Flow renders again what has a new
 * identity. A card under the pointer keeps its place until it is dropped.
 */
export function reconcileNodes(before: readonly StepNode[], definition: WorkflowDefinition, selection: readonly string[]): StepNode[] {
  const earlier = new Map(before.map((node) => [node.id, node]));
  const selected = new Set(selection);
  const positions = positionsOf(definition);
  const keys = stepKeys(definition);
  return definition.steps.map((step, index) => {
    const id = keys[index] ?? step.id;
    const old = earlier.get(id);
    const position = (old?.dragging ? old.position : positions.get(id)) ?? { x: 0, y: 0 };
    const isSelected = selected.has(id);
    if (old?.data.step === step && old.selected === isSelected && samePlace(old.position, position)) return old;
    const data = old?.data.step === step ? old.data : { step };
    return {
      id,
      type: 'step',
      position,
      data,
      selected: isSelected,
      dragging: old?.dragging ?? false,
      ...SIZE,
      measured: SIZE,
      handles: HANDLES,
      domAttributes: PLAIN_BOX,
    };
  });
}

function samePlace(a: Position, b: Position): boolean {
  return a.x === b.x && a.y === b.y;
}
