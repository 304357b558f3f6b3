import type { Position, WorkflowDefinition } from '../../../shared/workflow/schema';
import { layeredLayout } from './layeredLayout';
import { stepKeys } from './stepKeys';

const known = new WeakMap<WorkflowDefinition, ReadonlyMap<string, Position>>();

/** Where every step is drawn, by key: where the layout says, and for steps it does not name, where a fresh layout would put them. */
export function positionsOf(definition: WorkflowDefinition): ReadonlyMap<string, Position> {
  const before = known.get(definition);
  if (before) return before;
  const keys = stepKeys(definition);
  const layout = definition.layout ?? {};
  const fresh = keys.every((key) => layout[key]) ? undefined : layeredLayout(definition);
  const positions = new Map(keys.map((key) => [key, layout[key] ?? fresh?.get(key) ?? { x: 0, y: 0 }]));
  known.set(definition, positions);
  return positions;
}

/** The definition with a place for every step written down, so that a later edit moves nothing else. */
export function withLayout(definition: WorkflowDefinition): WorkflowDefinition {
  const layout = definition.layout ?? {};
  if (definition.steps.every(({ id }) => layout[id])) return definition;
  const positions = positionsOf(definition);
  const added = definition.steps.filter(({ id }) => !layout[id]).map(({ id }) => [id, positions.get(id) ?? { x: 0, y: 0 }]);
  return { ...definition, layout: { ...layout, ...Object.fromEntries(added) } };
}
