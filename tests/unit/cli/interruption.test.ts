import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onInterrupt } from '../../../electron/cli/interruption';

const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
beforeEach(() => {
  vi.useFakeTimers();
  exit.mockClear();
});
afterEach(() => vi.useRealTimers());

it('stops at the first Ctrl+C and ends the process at the second', () => {
  const stop = vi.fn();
  using _interrupt = onInterrupt(stop);
  process.emit('SIGINT');
  expect([stop.mock.calls.length, exit.mock.calls]).toEqual([1, []]);
  vi.advanceTimersByTime(1000);
  process.emit('SIGINT');
  expect([stop.mock.calls.length, exit.mock.calls]).toEqual([1, [[130]]]);
});

it.each(['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('stops at %s as at Ctrl+C, and leaves it alone afterwards', (signal) => {
  const before = process.listenerCount(signal);
  const stop = vi.fn();
  {
    using _interrupt = onInterrupt(stop);
    process.emit(signal);
    vi.advanceTimersByTime(1000);
    process.emit(signal);
  }
  expect([stop.mock.calls.length, exit.mock.calls]).toEqual([1, [[130]]]);
  expect(process.listenerCount(signal)).toBe(before);
});

it('takes one press that arrives through several launchers for one', () => {
  const stop = vi.fn();
  using _interrupt = onInterrupt(stop);
  process.emit('SIGINT');
  vi.advanceTimersByTime(50);
  process.emit('SIGINT');
  expect([stop.mock.calls.length, exit.mock.calls]).toEqual([1, []]);
});

it('leaves signals alone afterwards', () => {
  const before = process.listenerCount('SIGINT');
  onInterrupt(() => {})[Symbol.dispose]();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
