import type { Position } from '../../../shared/workflow/schema';
import { CARD_HEIGHT, CARD_WIDTH } from '../editor';
import type { StepNode } from './nodes';
import type { Wire } from './wires';

/** The corners of a wire between two cards, close to React Flow's smooth step: right, half way up or down, right. */
export function wireCorners(source: Position, target: Position): readonly [Position, Position, Position, Position] {
  const start = { x: source.x + CARD_WIDTH, y: source.y + CARD_HEIGHT / 2 };
  const end = { x: target.x, y: target.y + CARD_HEIGHT / 2 };
  const middle = (start.x + end.x) / 2;
  return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
}

/** All wires as two paths in canvas coordinates, so that a pan or a zoom strokes them again without building them again. */
export function wirePaths(wires: readonly Wire[], nodes: readonly StepNode[]): { readonly ordinary: Path2D; readonly upstream: Path2D } {
  const positions = new Map(nodes.map((node) => [node.id, node.position]));
  const paths = { ordinary: new Path2D(), upstream: new Path2D() };
  for (const wire of wires) {
    const source = positions.get(wire.source);
    const target = positions.get(wire.target);
    if (!source || !target) continue;
    const path = wire.data?.isUpstream ? paths.upstream : paths.ordinary;
    const [start, ...rest] = wireCorners(source, target);
    path.moveTo(start.x, start.y);
    for (const corner of rest) path.lineTo(corner.x, corner.y);
  }
  return paths;
}
