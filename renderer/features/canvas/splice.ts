import type { Position } from '../../../shared/workflow/schema';
import { CARD_HEIGHT, CARD_WIDTH } from '../editor';
import type { StepNode } from './nodes';
import { wireCorners } from './wirePaths';
import type { Wire } from './wires';

/** How far from its edges a card must be crossed: brushing a wire is no wish to be put into it. */
const INSET_X = 48;
const INSET_Y = 24;

/** The wire that runs through the middle of a card which has no wires of its own yet; dropping the card there splices it in. */
export function wireUnder(card: StepNode, wires: readonly Wire[], nodes: readonly StepNode[]): Wire | undefined {
  if (wires.some((wire) => wire.source === card.id || wire.target === card.id)) return undefined;
  const positions = new Map(nodes.map((node) => [node.id, node.position]));
  const { x, y } = card.position;
  const core = { left: x + INSET_X, right: x + CARD_WIDTH - INSET_X, top: y + INSET_Y, bottom: y + CARD_HEIGHT - INSET_Y };
  return wires.find((wire) => {
    const source = positions.get(wire.source);
    const target = positions.get(wire.target);
    if (!source || !target) return false;
    const [a, b, c, d] = wireCorners(source, target);
    return crosses(a, b, core) || crosses(b, c, core) || crosses(c, d, core);
  });
}

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/** Whether a horizontal or vertical line passes through a box. */
function crosses(from: Position, to: Position, box: Box): boolean {
  return (
    Math.max(from.x, to.x) >= box.left &&
    Math.min(from.x, to.x) <= box.right &&
    Math.max(from.y, to.y) >= box.top &&
    Math.min(from.y, to.y) <= box.bottom
  );
}
