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

type Node = { readonly parent: number | null; readonly isOnPath: boolean };

/** A lane is taken below the row `from`, down to the row `to`. */
type Stretch = { readonly from: number; readonly to: number };

/**
 * Lays out a tree whose nodes are rows, parents first. The first child goes on in its parent's lane, so that nothing moves when a branch is added
 * later; every other child opens the nearest lane to the right that is free from its parent down to the end of its branch.
 *
 * 1. Split the rows into chains of first children. 2. Give each chain a lane. 3. Draw the line from each row's parent to it.
 */
export function layOutLanes(nodes: readonly Node[]): Graph {
  const lanes = lanesOf(nodes, chainsOf(nodes));
  const lines = nodes.map((): GraphLine[] => []);
  nodes.forEach(({ parent, isOnPath }, row) => {
    if (parent === null) return;
    const lane = lanes[row] ?? 0;
    lines[parent]?.push({ kind: lanes[parent] === lane ? 'below' : 'fork', lane, isOnPath });
    for (let between = parent + 1; between < row; between += 1) lines[between]?.push({ kind: 'through', lane, isOnPath });
    lines[row]?.push({ kind: 'above', lane, isOnPath });
  });
  return {
    rows: nodes.map((_, row) => ({ lane: lanes[row] ?? 0, lines: lines[row] ?? [] })),
    laneCount: Math.max(0, ...new Set(lanes)) + 1,
  };
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
    let lane = parent === null ? 0 : laneOf(parent) + 1;
    while (taken[lane]?.some((other) => other.from < to && from < other.to)) lane += 1;
    taken[lane] = [...(taken[lane] ?? []), { from, to }];
    laneOfChain.set(beginning, lane);
  }
  return nodes.map((_, row) => laneOf(row));
}
