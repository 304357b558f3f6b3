import type { Position, WorkflowDefinition } from '../../../../shared/workflow/schema';

/** Puts steps where they were dropped, on whole pixels. */
export function moveSteps(draft: WorkflowDefinition, positions: Readonly<Record<string, Position>>): void {
  const layout = { ...draft.layout };
  for (const [id, { x, y }] of Object.entries(positions)) layout[id] = { x: Math.round(x), y: Math.round(y) };
  draft.layout = layout;
}
