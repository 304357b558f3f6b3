import { describe, expect, it } from 'vitest';
import { hasRoomForMinimap } from '../../../renderer/features/canvas/minimap';
import { stepTowards } from '../../../renderer/features/canvas/navigation';
import { reconcileNodes } from '../../../renderer/features/canvas/nodes';
import { outlineRows, rowTowards } from '../../../renderer/features/canvas/outlineRows';
import { wireUnder } from '../../../renderer/features/canvas/splice';
import { reconcileWires } from '../../../renderer/features/canvas/wires';
import { CARD_WIDTH } from '../../../renderer/features/editor/layeredLayout';
import { step, workflow } from './workflows';

const FAR = CARD_WIDTH * 2;
// a ──▶ b ──▶ c, with d alone below
const chain = {
  ...workflow(step('a'), step('b', ['a']), step('c', ['b']), step('d')),
  layout: { a: { x: 0, y: 0 }, b: { x: FAR, y: 0 }, c: { x: 2 * FAR, y: 0 }, d: { x: 0, y: 400 } },
};

describe('nodes', () => {
  it('keep their identity while nothing about them changes', () => {
    const before = reconcileNodes([], chain, ['b']);
    const moved = { ...chain, layout: { ...chain.layout, c: { x: 5, y: 5 } } };
    const after = reconcileNodes(before, moved, ['b']);
    expect(after.map((node, index) => node === before[index])).toEqual([true, true, false, true]);
    expect(after[2]?.data).toBe(before[2]?.data);
  });

  it('change when selected, and with their step', () => {
    const before = reconcileNodes([], chain, []);
    expect(reconcileNodes(before, chain, ['a'])[0]).toMatchObject({ selected: true });
    const edited = { ...chain, steps: chain.steps.map((each) => (each.id === 'b' ? { ...each, prompt: 'other' } : each)) };
    expect(reconcileNodes(before, edited, [])[1]?.data.step.prompt).toBe('other');
  });

  it('stay under the pointer while they are dragged', () => {
    const dragged = reconcileNodes([], chain, []).map((node) => ({ ...node, position: { x: 77, y: 77 }, dragging: node.id === 'a' }));
    expect(reconcileNodes(dragged, chain, []).map(({ position }) => position.x)).toEqual([77, FAR, 2 * FAR, 0]);
  });

  it('are told apart when two steps share an id', () => {
    expect(reconcileNodes([], workflow(step('a'), step('a')), []).map(({ id }) => id)).toEqual(['a', 'a#2']);
  });
});

describe('wires', () => {
  it('are marked on the whole way to what is selected, and only those change', () => {
    const before = reconcileWires([], chain, []);
    const after = reconcileWires(before, chain, ['b']);
    expect(after.map(({ id, data }) => [id, data?.isUpstream])).toEqual([
      ['a→b', true],
      ['b→c', false],
    ]);
    expect(after[1]).toBe(before[1]);
    expect(reconcileWires(after, chain, ['b'])).toBe(after);
  });

  it('are not drawn from steps that do not exist, nor twice', () => {
    expect(reconcileWires([], workflow(step('a'), step('b', ['a', 'a', 'nobody'])), [])).toHaveLength(1);
  });
});

describe('dropping a step', () => {
  const wires = reconcileWires([], chain, []);
  const nodesWith = (x: number, y: number) => reconcileNodes([], { ...chain, layout: { ...chain.layout, d: { x, y } } }, []);
  const card = (nodes: ReturnType<typeof nodesWith>, id: string) => nodes.find((node) => node.id === id) ?? expect.fail();

  it('finds the wire that runs through the middle of the card', () => {
    const nodes = nodesWith(CARD_WIDTH * 1.2, 10);
    expect(wireUnder(card(nodes, 'd'), wires, nodes)?.id).toBe('a→b');
  });

  it('finds none where a wire only brushes the card, or the step has wires', () => {
    const nodes = nodesWith(CARD_WIDTH * 1.2, 55);
    expect(wireUnder(card(nodes, 'd'), wires, nodes)).toBeUndefined();
    const across = reconcileNodes([], { ...chain, layout: { ...chain.layout, c: { x: CARD_WIDTH * 1.2, y: 10 } } }, []);
    expect(wireUnder(card(across, 'c'), wires, across)).toBeUndefined();
  });
});

describe('arrow keys', () => {
  it('follow wires sideways and cards up and down', () => {
    expect((['left', 'right', 'up', 'down'] as const).map((direction) => [direction, stepTowards(chain, 'b', direction)])).toEqual([
      ['left', 'a'],
      ['right', 'c'],
      ['up', undefined],
      ['down', 'd'],
    ]);
  });

  it('go to the nearest card where no wire leads', () => {
    expect([stepTowards(chain, 'd', 'right'), stepTowards(chain, 'd', 'up')]).toEqual(['b', 'a']);
  });

  it('walk the outline row by row', () => {
    expect(outlineRows(chain).map(({ key, level, after }) => [key, level, after])).toEqual([
      ['a', 0, []],
      ['d', 0, []],
      ['b', 1, ['a']],
      ['c', 2, ['b']],
    ]);
    expect([rowTowards(chain, 'd', 'down'), rowTowards(chain, 'a', 'up'), rowTowards(chain, 'c', 'left')]).toEqual(['b', undefined, 'b']);
  });
});

describe('the minimap', () => {
  it('is there on a canvas of a usual window, and gone where it would cover cards and buttons', () => {
    expect(hasRoomForMinimap({ width: 836, height: 540 })).toBe(true);
    expect(hasRoomForMinimap({ width: 296, height: 540 })).toBe(false);
    expect(hasRoomForMinimap({ width: 836, height: 240 })).toBe(false);
  });
});
