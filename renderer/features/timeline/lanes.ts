/** How a row of the graph is drawn: its own mark in a lane, and the lines that pass. */
export type GraphRow = {
  readonly lane: number;
  readonly lines: readonly GraphLine[];
};

/**
 * `through`: from the top of the row to its bottom; `above` and `below`: from the mark up or down; `fork`: from the mark to another lane at the
 * bottom of the row.
 */
export type GraphLine = { readonly kind: 'through' | 'above' | 'below' | 'fork'; readonly lane: number; readonly isOnPath: boolean };

export type Graph = { readonly rows: readonly GraphRow[]; readonly laneCount: number };

/** Lanes beside each other. Further branches share the last one: a graph of any size stays narrow, and each of its rows quick to draw. */
export const MOST_LANES = 16;
export const SHARED_LANE = MOST_LANES - 1;

type Node = { readonly parent: number | null; readonly isOnPath: boolean };

/** A lane is taken below the row `from`, down to the row `to`. */
type Stretch = { readonly from: number; readonly to: number };

/**
 * Lays out a tree whose nodes are rows, parents first. The first child goes on in its parent's lane, so that nothing moves when a branch is added
 * later; every other child opens the nearest lane to the right that is free from its parent down to the end of its branch, or shares the last one.
 *
 * 1. Split the rows into chains of first children. 2. Give each chain a lane. 3. Draw the line from each row's parent to it.
 */
export function layOutLanes(nodes: readonly Node[]): Graph {
  const lanes = lanesOf(nodes, chainsOf(nodes));
  const lines = linesOf(nodes, lanes);
  return {
    rows: nodes.map((_, row) => ({ lane: lanes[row] ?? 0, lines: lines[row] ?? [] })),
    laneCount: lanes.reduce((most, lane) => Math.max(most, lane), 0) + 1,
  };
}

/** Row by row: the lines that end in its mark, that begin there, and that pass; of several that share a lane one. */
function linesOf(nodes: readonly Node[], lanes: readonly number[]): readonly (readonly GraphLine[])[] {
  const children = Map.groupBy(nodes.keys(), (row) => nodes[row]?.parent ?? null);
  const passing = Array.from({ length: MOST_LANES }, () => ({ count: 0, onPath: 0 }));
  const pass = (row: number, change: 1 | -1) => {
    const lane = passing[lanes[row] ?? 0];
    if (!lane) return;
    lane.count += change;
    if (nodes[row]?.isOnPath) lane.onPath += change;
  };
  return nodes.map(({ parent, isOnPath }, row) => {
    const own = lanes[row] ?? 0;
    const lines: GraphLine[] = [];
    if (parent !== null) {
      pass(row, -1);
      lines.push({ kind: 'above', lane: own, isOnPath });
    }
    const begun = children.get(row) ?? [];
    for (const [lane, rows] of Map.groupBy(begun, (child) => lanes[child] ?? 0))
      lines.push({ kind: lane === own ? 'below' : 'fork', lane, isOnPath: rows.some((child) => nodes[child]?.isOnPath) });
    passing.forEach(({ count, onPath }, lane) => {
      if (count > 0) lines.push({ kind: 'through', lane, isOnPath: onPath > 0 });
    });
    for (const child of begun) pass(child, 1);
    return lines;
  });
}

type Chains = {
  /** By row: the row its chain begins with. */
  readonly beginnings: readonly number[];
  /** By first row: the last one. */
  readonly ends: ReadonlyMap<number, number>;
};

function chainsOf(nodes: readonly Node[]): Chains {
  const beginnings: number[] = [];
  const ends = new Map<number, number>();
  const hasChild = new Set<number>();
  nodes.forEach(({ parent }, row) => {
    const isFirst = parent !== null && !hasChild.has(parent);
    const beginning = isFirst ? (beginnings[parent] ?? row) : row;
    if (parent !== null) hasChild.add(parent);
    beginnings.push(beginning);
    ends.set(beginning, row);
  });
  return { beginnings, ends };
}

function lanesOf(nodes: readonly Node[], { beginnings, ends }: Chains): readonly number[] {
  const laneOfChain = new Map<number, number>();
  const taken: Stretch[][] = [];
  const laneOf = (row: number) => laneOfChain.get(beginnings[row] ?? row) ?? 0;
  for (const [beginning, to] of ends) {
    const parent = nodes[beginning]?.parent ?? null;
    const from = parent ?? -1;
    let lane = parent === null ? 0 : Math.min(SHARED_LANE, laneOf(parent) + 1);
    while (lane < SHARED_LANE && taken[lane]?.some((other) => other.from < to && from < other.to)) lane += 1;
    taken[lane] ??= [];
    taken[lane]?.push({ from, to });
    laneOfChain.set(beginning, lane);
  }
  return nodes.map((_, row) => laneOf(row));
}
