import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphWidth } from '../../../renderer/features/timeline/GraphCell';
import { type Graph, layOutLanes, MOST_LANES, SHARED_LANE } from '../../../renderer/features/timeline/lanes';

const layOut = (...parents: readonly (number | null)[]): Graph => layOutLanes(parents.map((parent) => ({ parent, isOnPath: false })));

const lanesOf = (graph: Graph) => graph.rows.map(({ lane }) => lane);

describe('the lanes of a tree', () => {
  it('are one for a conversation without branches', () => {
    expect(layOut(null, 0, 1, 2)).toMatchObject({ laneCount: 1 });
  });

  //  0 ─ 1 ─ 2
  //      └── 3 ─ 4
  it('give a later branch the next lane, and leave the first where it was', () => {
    expect(lanesOf(layOut(null, 0, 1, 1, 3))).toEqual([0, 0, 0, 1, 1]);
  });

  //  0 ─ 1 ─ 2
  //  │   └── 3        ends before 4 begins
  //  └────────── 4    leaves row 0, so its line passes 3
  it('keep a line clear of the branches it passes', () => {
    expect(lanesOf(layOut(null, 0, 1, 1, 0))).toEqual([0, 0, 0, 1, 2]);
  });

  //  0 ─ 1 ─ 2 ─ 4
  //  └── 3       └── 6   (another branch, once the first has ended)
  it('use a lane again once its branch has ended', () => {
    expect(lanesOf(layOut(null, 0, 1, 0, 2, 4, 4))).toEqual([0, 0, 0, 1, 0, 0, 1]);
  });

  it('draw a fork at the parent, the line past other rows, and down into the child', () => {
    const { rows } = layOut(null, 0, 0);
    expect(rows.map(({ lines }) => lines.map(({ kind, lane }) => `${kind} ${lane}`))).toEqual([
      ['below 0', 'fork 1'],
      ['above 0', 'through 1'],
      ['above 1'],
    ]);
  });

  it('are bounded: of hundreds of branches from one point the further ones share the last lane, with a line in it once', () => {
    const graph = layOut(null, ...Array.from({ length: 300 }, () => 0));
    expect(graph.laneCount).toBe(MOST_LANES);
    expect(graph.rows[0]?.lines).toHaveLength(MOST_LANES);
    expect(graph.rows[150]?.lines).toEqual([
      { kind: 'above', lane: SHARED_LANE, isOnPath: false },
      { kind: 'through', lane: SHARED_LANE, isOnPath: false },
    ]);
    expect(graph.rows[300]?.lines).toEqual([{ kind: 'above', lane: SHARED_LANE, isOnPath: false }]);
  });

  it('are bounded also where branches in the last lane branch in turn', () => {
    const ends = Array.from({ length: 40 }, () => 0);
    // The last branch goes on, and has two further ones of its own.
    const graph = layOut(null, ...ends, 40, 40, 40);
    expect(graph.laneCount).toBe(MOST_LANES);
    expect(lanesOf(graph).slice(-3)).toEqual([SHARED_LANE, SHARED_LANE, SHARED_LANE]);
  });

  it('cost each row no more than its own lines, with tens of thousands of branches', () => {
    const { rows } = layOut(null, ...Array.from({ length: 30_000 }, () => 0));
    expect(Math.max(...rows.map(({ lines }) => lines.length))).toBe(MOST_LANES);
  });

  it('show the way to where the session stands also in a shared lane', () => {
    const parents = [null, ...Array.from({ length: 30 }, () => 0)];
    const { rows } = layOutLanes(parents.map((parent, row) => ({ parent, isOnPath: row === 0 || row === 30 })));
    const inShared = (row: number) => rows[row]?.lines.filter(({ lane, kind }) => lane === SHARED_LANE && kind !== 'above');
    expect(inShared(0)).toEqual([{ kind: 'fork', lane: SHARED_LANE, isOnPath: true }]);
    expect(inShared(29)).toEqual([{ kind: 'through', lane: SHARED_LANE, isOnPath: true }]);
  });

  const trees = fc
    .array(fc.nat(), { minLength: 0, maxLength: 60 })
    .map((picks) => [null, ...picks.map((pick, index) => pick % (index + 1))] as const);

  it('never let two lines of one row share a lane, but where they meet in a mark', () => {
    fc.assert(
      fc.property(trees, (parents) => {
        for (const { lane, lines } of layOut(...parents).rows) {
          const passing = lines.filter(({ kind }) => kind === 'through' || kind === 'fork').map((line) => line.lane);
          const alone = passing.filter((passed) => passed !== SHARED_LANE);
          expect(new Set(alone).size).toBe(alone.length);
          expect(alone).not.toContain(lane);
        }
      }),
    );
  });

  it('lead every line from a parent, row by row, to its child', () => {
    fc.assert(
      fc.property(trees, (parents) => {
        const { rows } = layOut(...parents);
        parents.forEach((parent, row) => {
          if (parent === null) return;
          const lane = rows[row]?.lane;
          const has = (at: number, kind: string) => rows[at]?.lines.some((line) => line.kind === kind && line.lane === lane);
          expect(has(parent, rows[parent]?.lane === lane ? 'below' : 'fork')).toBe(true);
          for (let between = parent + 1; between < row; between += 1) expect(has(between, 'through')).toBe(true);
          expect(has(row, 'above')).toBe(true);
        });
      }),
    );
  });
});

describe('the width of the graph', () => {
  it('grows with its lanes, to a bound', () => {
    expect([1, 2, 5, MOST_LANES].map((laneCount) => graphWidth(laneCount, 900))).toEqual([28, 44, 92, 148]);
  });

  it('leaves two thirds of a panel to the names', () => {
    for (const panelWidth of [120, 230, 360]) expect(graphWidth(MOST_LANES, panelWidth)).toBeLessThanOrEqual(panelWidth / 3);
  });
});
