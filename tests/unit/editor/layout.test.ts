import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeSpot } from '../../../renderer/features/canvas/freeSpot';
import { CARD_HEIGHT, CARD_WIDTH, layeredLayout } from '../../../renderer/features/editor/layeredLayout';
import { positionsOf, withLayout } from '../../../renderer/features/editor/layout';
import { step, workflow } from './workflows';

/** Steps that wait only for earlier ones. */
const dag = fc
  .array(fc.array(fc.nat(100), { maxLength: 4 }), { maxLength: 60 })
  .map((rows) =>
    workflow(...rows.map((picks, index) => step(`s${index}`, index === 0 ? [] : [...new Set(picks.map((pick) => `s${pick % index}`))]))),
  );

describe('the layout of a workflow that has none', () => {
  it('puts every step right of all it waits for, and no card on another', () => {
    fc.assert(
      fc.property(dag, (definition) => {
        const positions = layeredLayout(definition);
        for (const { id, dependsOn = [] } of definition.steps) {
          for (const dependency of dependsOn) expect(positions.get(dependency)?.x).toBeLessThan((positions.get(id)?.x ?? 0) - CARD_WIDTH);
        }
        const places = [...positions.values()];
        const overlaps = places.some((a, i) =>
          places.slice(i + 1).some((b) => Math.abs(a.x - b.x) < CARD_WIDTH && Math.abs(a.y - b.y) < CARD_HEIGHT),
        );
        expect(overlaps).toBe(false);
      }),
    );
  });

  // a ──▶ c, b ──▶ d: straight wires when c and d are named crosswise
  it('uncrosses wires', () => {
    const positions = layeredLayout(workflow(step('a'), step('b'), step('d', ['b']), step('c', ['a'])));
    expect([positions.get('a')?.y === positions.get('c')?.y, positions.get('b')?.y === positions.get('d')?.y]).toEqual([true, true]);
  });

  it('places the members of a cycle too', () => {
    expect(layeredLayout(workflow(step('a', ['b']), step('b', ['a']))).size).toBe(2);
  });
});

describe('a layout that is there', () => {
  it('is kept, and only missing places are added', () => {
    const definition = { ...workflow(step('a'), step('b', ['a'])), layout: { a: { x: 7, y: 9 }, gone: { x: 1, y: 1 } } };
    const laidOut = withLayout(definition);
    expect(laidOut.layout).toMatchObject({ a: { x: 7, y: 9 }, gone: { x: 1, y: 1 }, b: expect.anything() });
    expect(withLayout(laidOut)).toBe(laidOut);
    expect(positionsOf(laidOut).get('a')).toEqual({ x: 7, y: 9 });
  });
});

describe('a free spot', () => {
  it('is the wish itself where nothing lies, else below what does', () => {
    const wish = { x: 0, y: 0 };
    expect(freeSpot([{ x: 1000, y: 0 }], wish)).toEqual(wish);
    const spot = freeSpot(
      [
        { x: 0, y: CARD_HEIGHT },
        { x: 10, y: 0 },
      ],
      wish,
    );
    expect(spot.y).toBeGreaterThanOrEqual(2 * CARD_HEIGHT);
  });
});
