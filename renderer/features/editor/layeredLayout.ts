import { at, buildGraph, type StepGraph, stepLevels } from '../../../shared/workflow/graph';
import type { Position, WorkflowDefinition } from '../../../shared/workflow/schema';
import { stepKeys } from './stepKeys';

/** A card's size on the canvas, in canvas pixels; the gaps leave room for wires. */
export const CARD_WIDTH = 264;
export const CARD_HEIGHT = 120;
const COLUMN_GAP = 88;
const ROW_GAP = 40;
const SWEEPS = 4;

/**
 * Columns by longest path from the left, rows by the mean place of the neighbours, swept both ways a few times (Sugiyama, Tagawa and Toda
 * 1981, with barycentres). Nearly linear in steps and wires, and good enough to open a file with; Tidy asks elkjs.
 */
export function layeredLayout(definition: Pick<WorkflowDefinition, 'steps'>): ReadonlyMap<string, Position> {
  const keys = stepKeys(definition);
  const graph = buildGraph(definition.steps);
  const columns = columnsOf(stepLevels(graph));
  arrangeRows(columns, graph);
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  const positions = new Map<string, Position>();
  columns.forEach((column, x) => {
    const top = ((tallest - column.length) * (CARD_HEIGHT + ROW_GAP)) / 2;
    column.forEach((step, row) => {
      positions.set(at(keys, step), { x: x * (CARD_WIDTH + COLUMN_GAP), y: top + row * (CARD_HEIGHT + ROW_GAP) });
    });
  });
  return positions;
}

function columnsOf(levels: readonly number[]): number[][] {
  const columns: number[][] = [];
  levels.forEach((level, step) => {
    columns[level] ??= [];
    columns[level].push(step);
  });
  return columns;
}

/** Sorts each column in place. */
function arrangeRows(columns: readonly number[][], graph: StepGraph): void {
  const row = new Array<number>(graph.ids.length).fill(0);
  const place = (column: readonly number[]) => {
    column.forEach((step, index) => {
      row[step] = index - column.length / 2;
    });
  };
  const sortBy = (column: number[], neighbours: StepGraph['dependencies']) => {
    const means = new Map(column.map((step) => [step, meanOf(at(neighbours, step).map((other) => at(row, other))) ?? at(row, step)]));
    column.sort((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0));
    place(column);
  };
  columns.forEach(place);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of columns) sortBy(column, graph.dependencies);
    for (const column of columns.toReversed()) sortBy(column, graph.dependents);
  }
  for (const column of columns) sortBy(column, graph.dependencies);
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
