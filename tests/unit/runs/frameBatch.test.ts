import { expect, it } from 'vitest';
import { frameBatch } from '../../../renderer/features/runs/frameBatch';

it('hands over once per frame all that came since the last one', () => {
  const frames: (() => void)[] = [];
  const applied: (readonly number[])[] = [];
  const batch = frameBatch<number>(
    (items) => applied.push(items),
    (flush) => frames.push(flush),
  );
  batch.take([1, 2]);
  batch.take([]);
  batch.take([3]);
  expect([frames.length, applied]).toEqual([1, []]);
  frames.shift()?.();
  batch.take([4]);
  frames.shift()?.();
  expect(applied).toEqual([[1, 2, 3], [4]]);
});

it('flushes at once when asked, and a frame that comes later finds nothing', () => {
  const frames: (() => void)[] = [];
  const applied: (readonly number[])[] = [];
  const batch = frameBatch<number>(
    (items) => applied.push(items),
    (flush) => frames.push(flush),
  );
  batch.take([1]);
  batch.flush();
  frames.shift()?.();
  expect(applied).toEqual([[1]]);
});
