import { describe, expect, it } from 'vitest';
import { neighbour } from '../../../renderer/features/timeline/neighbour';

describe('the keys of a timeline', () => {
  //  0 ─ 1 ─ 2
  //      └── 3
  const points = [{ parent: null }, { parent: 0 }, { parent: 1 }, { parent: 1 }];

  it.each([
    ['ArrowUp', 2, 1],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 1, 2],
    ['ArrowDown', 3, 3],
    ['ArrowLeft', 3, 1],
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 1, 2],
    ['ArrowRight', 3, 3],
    ['Home', 3, 0],
    ['End', 0, 3],
    ['a', 1, null],
  ])('%s from row %i leads to %s', (key, from, to) => {
    expect(neighbour(points, from, key)).toBe(to);
  });
});
