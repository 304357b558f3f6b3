import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Graph, layOutLanes } from '../../../renderer/features/timeline/lanes';

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

  const trees = fc
    .array(fc.nat(), { minLength: 0, maxLength: 60 })
    .map((picks) => [null, ...picks.map((pick, index) => pick % (index + 1))] as const);

  it('never let two lines of one row share a lane, but where they meet in a mark', () => {
    fc.assert(
      fc.property(trees, (parents) => {
        for (const { lane, lines } of layOut(...parents).rows) {
          const passing = lines.filter(({ kind }) => kind === 'through' || kind === 'fork').map((line) => line.lane);
          expect(new Set(passing).size).toBe(passing.length);
          expect(passing).not.toContain(lane);
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
