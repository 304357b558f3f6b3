import { at, buildGraph, stepLevels, topologicalOrder } from '../../../shared/workflow/graph';
import { stepName, type WorkflowDefinition, type WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { stepKeys } from '../editor';
import { type Direction, wiredNeighbours } from './navigation';

export type OutlineRow = {
  readonly key: string;
  readonly step: WorkflowStepDefinition;
  /** How many steps at least come before it. */
  readonly level: number;
  /** What it waits for, by name. */
  readonly after: readonly string[];
};

/** The steps in the order they may run, dependencies first. */
export function outlineRows(definition: WorkflowDefinition): OutlineRow[] {
  const graph = buildGraph(definition.steps);
  const keys = stepKeys(definition);
  const levels = stepLevels(graph);
  return topologicalOrder(graph).map((index) => ({
    key: at(keys, index),
    step: at(definition.steps, index),
    level: at(levels, index),
    after: at(graph.dependencies, index).map((dependency) => stepName(at(definition.steps, dependency))),
  }));
}

/** The row an arrow key leads to: up and down by place, left to what the step waits for, right to what waits for it. */
export function rowTowards(definition: WorkflowDefinition, key: string, direction: Direction): string | undefined {
  if (direction === 'left' || direction === 'right') return wiredNeighbours(definition, key, direction)[0];
  const rows = outlineRows(definition);
  const place = rows.findIndex((row) => row.key === key);
  return rows[place + (direction === 'up' ? -1 : 1)]?.key;
}
