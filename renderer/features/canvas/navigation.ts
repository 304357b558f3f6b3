import type { Position, WorkflowDefinition } from '../../../shared/workflow/schema';
import { positionsOf, stepKeys } from '../editor';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The step an arrow key leads to. Left and right follow wires, to the neighbour nearest in height, and where there is no wire go to the
 * nearest card on that side; up and down go to the nearest card above or below.
 */
export function stepTowards(definition: WorkflowDefinition, key: string, direction: Direction): string | undefined {
  const positions = positionsOf(definition);
  const from = positions.get(key);
  if (!from) return undefined;
  const wired = wiredNeighbours(definition, key, direction);
  const candidates = wired.length > 0 ? wired : [...positions.keys()].filter((other) => liesTowards(from, positions.get(other), direction));
  const isSideways = direction === 'left' || direction === 'right';
  const distance = (other: string) => {
    const { x, y } = positions.get(other) ?? from;
    const along = Math.abs(isSideways ? x - from.x : y - from.y);
    const across = Math.abs(isSideways ? y - from.y : x - from.x);
    return wired.length > 0 ? across : along + 3 * across;
  };
  return candidates.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** The steps that this one waits for (left) or that wait for it (right). */
export function wiredNeighbours(definition: WorkflowDefinition, key: string, direction: Direction): string[] {
  const keys = stepKeys(definition);
  const step = definition.steps[keys.indexOf(key)];
  if (!step) return [];
  if (direction === 'left') return (step.dependsOn ?? []).filter((id) => keys.includes(id));
  if (direction === 'right') return keys.filter((_, index) => definition.steps[index]?.dependsOn?.includes(step.id));
  return [];
}

function liesTowards(from: Position, to: Position | undefined, direction: Direction): boolean {
  if (!to) return false;
  switch (direction) {
    case 'left':
      return to.x < from.x;
    case 'right':
      return to.x > from.x;
    case 'up':
      return to.y < from.y;
    case 'down':
      return to.y > from.y;
  }
}
