import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { periodically } from '../../../electron/platform/periodically';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('works every so often, until it is stopped', () => {
  const work = vi.fn();
  const stop = periodically(() => 100_000, work);
  vi.advanceTimersByTime(99_999);
  expect(work).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(200_001);
  expect(work).toHaveBeenCalledTimes(3);
  stop();
  vi.advanceTimersByTime(1_000_000);
  expect(work).toHaveBeenCalledTimes(3);
});

it('follows an interval that is shortened while it waits, half a minute later at the latest', () => {
  const work = vi.fn();
  let interval = 3_600_000;
  const stop = periodically(() => interval, work);
  vi.advanceTimersByTime(600_000);
  interval = 60_000;
  vi.advanceTimersByTime(30_000);
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(120_000);
  expect(work).toHaveBeenCalledTimes(3);
  stop();
});

it('can be stopped by its own work', () => {
  let calls = 0;
  const stop = periodically(
    () => 1_000,
    () => {
      calls += 1;
      stop();
    },
  );
  vi.advanceTimersByTime(10_000);
  expect(calls).toBe(1);
});
