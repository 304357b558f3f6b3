import { describe, expect, it, vi } from 'vitest';
import { parallel, race } from '../../../electron/sdk/parallel';

/** A task that waits to be told how it ends. */
function held<T>() {
  const gate = Promise.withResolvers<T>();
  const signals: AbortSignal[] = [];
  return {
    ...gate,
    signals,
    task: (signal: AbortSignal): Promise<T> => {
      signals.push(signal);
      return gate.promise;
    },
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('parallel', () => {
  it('answers by index, in a dense array, whatever the order of finishing', async () => {
    const [first, second] = [held<string>(), held<string>()];
    const results = parallel([first.task, second.task]);
    second.resolve('second');
    await settle();
    first.resolve('first');
    expect([...(await results)]).toEqual(['first', 'second']);
  });

  it('holds undefined in the place of a failed task and its error under the same index', async () => {
    const error = new Error('no');
    const results = await parallel([() => 'a', () => Promise.reject(error), () => 'c']);
    expect([...results]).toEqual(['a', undefined, 'c']);
    expect(results.errors).toEqual([undefined, error, undefined]);
  });

  it('tells a task that threw undefined from one that did not fail', async () => {
    const failing = () => Promise.reject(undefined);
    const failure = expect.objectContaining({ message: expect.stringContaining('threw undefined') });
    expect((await parallel([failing, () => undefined])).errors).toEqual([failure, undefined]);
    await expect(parallel([failing], { failFast: true })).rejects.toEqual(failure);
  });

  it('knows the type of each result, of tasks of one kind or of several', async () => {
    const [one, two] = await parallel([() => 1, async () => 'x']);
    expect([one?.toFixed(1), two?.toUpperCase()]).toEqual(['1.0', 'X']);
    const many = await parallel(['a', 'b'].map((letter) => () => letter));
    expect(many.map((letter) => letter?.toUpperCase())).toEqual(['A', 'B']);
  });

  it('answers no tasks with an empty array', async () => {
    expect([...(await parallel([]))]).toEqual([]);
  });

  it('rejects with AggregateError when all tasks failed, even with undefined', async () => {
    await expect(parallel([() => Promise.reject(new Error('a')), () => Promise.reject(undefined)])).rejects.toBeInstanceOf(AggregateError);
  });

  it('runs at most maxConcurrency at once and the rest in order', async () => {
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const tasks = Array.from({ length: 12 }, (_, index) => async () => {
      order.push(index);
      most = Math.max(most, ++running);
      await settle();
      running--;
    });
    await parallel(tasks, { maxConcurrency: 3 });
    expect(most).toBe(3);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('runs five at once when nothing is said', async () => {
    const gates = Array.from({ length: 7 }, () => held<void>());
    const done = parallel(gates.map((gate) => gate.task));
    await settle();
    expect(gates.filter((gate) => gate.signals.length > 0)).toHaveLength(5);
    for (const gate of gates) gate.resolve();
    await done;
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses maxConcurrency %s with RangeError and starts nothing',
    async (maxConcurrency) => {
      const task = vi.fn();
      await expect(parallel([task], { maxConcurrency })).rejects.toBeInstanceOf(RangeError);
      expect(task).not.toHaveBeenCalled();
    },
  );

  it('with failFast rejects with the first error in time, aborts the others and starts no more', async () => {
    const [slow, quick, never] = [held<void>(), held<void>(), held<void>()];
    const results = parallel([slow.task, quick.task, never.task], { maxConcurrency: 2, failFast: true });
    quick.reject(new Error('second in the list, first in time'));
    await expect(results).rejects.toThrow('first in time');
    expect(slow.signals[0]?.aborted).toBe(true);
    slow.resolve();
    await settle();
    expect(never.signals).toHaveLength(0);
  });

  it('rejects with ABORTED when the signal fires, aborts what runs and starts no more', async () => {
    const controller = new AbortController();
    const [running, waiting] = [held<void>(), held<void>()];
    const results = parallel([running.task, waiting.task], { maxConcurrency: 1, signal: controller.signal });
    controller.abort();
    await expect(results).rejects.toMatchObject({ code: 'ABORTED' });
    expect(running.signals[0]?.aborted).toBe(true);
    running.resolve();
    await settle();
    expect(waiting.signals).toHaveLength(0);
  });

  it('starts nothing when the signal is aborted already', async () => {
    const task = vi.fn();
    await expect(parallel([task], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(task).not.toHaveBeenCalled();
  });

  it('turns a task that throws before its first await into its own failure', async () => {
    const results = await parallel([
      () => {
        throw new Error('thrown');
      },
      () => 1,
    ]);
    expect([...results]).toEqual([undefined, 1]);
  });
});

describe('parallel and race', () => {
  type Untyped = (tasks: readonly (() => unknown)[], options: unknown) => Promise<unknown>;
  const wrong: readonly (readonly [string, unknown])[] = [
    ['null', null],
    ['a number', 5],
    ['a signal that is none', { signal: 'x' }],
    ['null for a signal', { signal: null }],
  ];

  it.each(wrong)('refuse %s for options with a sentence and start nothing', async (_what, options) => {
    const task = vi.fn();
    for (const concurrently of [parallel, race] as readonly unknown[] as readonly Untyped[]) {
      await expect(concurrently([task], options)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining('options'),
      });
    }
    expect(task).not.toHaveBeenCalled();
  });
});

describe('race', () => {
  it('knows the type of its result, of tasks of one kind or of several', async () => {
    const either: string | number = await race([async () => 'x', async () => 1]);
    const same = await race(['a', 'b'].map((letter) => () => letter));
    const only = await race([() => Promise.resolve(1)] as const);
    expect([either, same.toUpperCase(), only.toFixed(1)]).toEqual(['x', 'A', '1.0']);
  });

  it('gives the first success, however many failed before it, and aborts the losers', async () => {
    const [failing, winning, losing] = [held<string>(), held<string>(), held<string>()];
    const winner = race([failing.task, winning.task, losing.task]);
    failing.reject(new Error('early'));
    await settle();
    winning.resolve('won');
    expect(await winner).toBe('won');
    expect(losing.signals[0]?.aborted).toBe(true);
  });

  it('rejects with AggregateError when all failed', async () => {
    const error = new Error('a');
    await expect(race([() => Promise.reject(error)])).rejects.toMatchObject({ name: 'AggregateError', errors: [error] });
  });

  it('rejects with TimeoutError after timeoutMs and aborts all', async () => {
    vi.useFakeTimers();
    try {
      const slow = held<void>();
      const winner = race([slow.task], { timeoutMs: 50 });
      const failure = expect(winner).rejects.toMatchObject({ name: 'TimeoutError' });
      await vi.advanceTimersByTimeAsync(50);
      await failure;
      expect(slow.signals[0]?.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('starts nothing when the signal is aborted already', async () => {
    const task = vi.fn();
    await expect(race([task], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(task).not.toHaveBeenCalled();
  });

  it('rejects with ABORTED when the signal fires later', async () => {
    const controller = new AbortController();
    const winner = race([held<void>().task], { signal: controller.signal });
    controller.abort();
    await expect(winner).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it.each([Number.POSITIVE_INFINITY, 2 ** 31])('takes a timeoutMs of %s for the long time it is', async (timeoutMs) => {
    expect(await race([async () => settle().then(() => 'won')], { timeoutMs })).toBe('won');
  });

  it('takes null for no limit', async () => {
    const untyped = race as (tasks: readonly (() => unknown)[], options: unknown) => Promise<unknown>;
    const late = () => settle().then(() => new Promise((resolve) => setTimeout(() => resolve('won'), 5)));
    expect(await untyped([late], { timeoutMs: null })).toBe('won');
    await expect(untyped([late], { timeoutMs: '5' })).rejects.toBeInstanceOf(RangeError);
  });

  it.each([Number.NaN, -1])('refuses a timeoutMs of %s with RangeError', async (timeoutMs) => {
    await expect(race([() => 'won'], { timeoutMs })).rejects.toBeInstanceOf(RangeError);
  });

  it('refuses no tasks with RangeError', async () => {
    await expect(race([])).rejects.toBeInstanceOf(RangeError);
  });
});
