import { describe, expect } from 'vitest';
import { parallel, race } from '../../../electron/sdk/index';
import { conforms } from './statements';
import { openEcho } from './support';

/** Resolves when its signal fires, with nothing. */
const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
const failing = (words: string) => async (): Promise<never> => {
  throw new Error(words);
};
const value =
  <T>(result: T) =>
  async (): Promise<T> =>
    result;

/** So many tasks that count how many of them run at once. */
function counted(count: number) {
  const seen = { running: 0, most: 0 };
  const task = async () => {
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    await new Promise(setImmediate);
    seen.running -= 1;
  };
  return { seen, tasks: Array.from({ length: count }, () => task) };
}

describe('parallel() and race(): chapter 7, section 2; semantics.md, section 3', () => {
  conforms('parallel() options', 'maxConcurrency', async () => {
    const usual = counted(12);
    await parallel(usual.tasks);
    const given = counted(12);
    await parallel(given.tasks, { maxConcurrency: 3 });
    expect([usual.seen.most, given.seen.most]).toEqual([5, 3]);
  });
  conforms('parallel() options', 'failFast', async () => {
    let isAborted = false;
    const long = async (signal: AbortSignal) => {
      await untilAborted(signal);
      isAborted = true;
    };
    await expect(parallel([long, failing('first')], { failFast: true })).rejects.toThrow('first');
    expect(isAborted).toBe(true);
    expect(await parallel([value(1), failing('first')])).toHaveLength(2); // without it, the others are left alone
  });
  conforms('parallel() options', 'signal', async () => {
    const abort = new AbortController();
    let started = 0;
    const task = async (signal: AbortSignal) => {
      started += 1;
      if (started === 2) abort.abort();
      await untilAborted(signal);
    };
    await expect(parallel([task, task, task], { maxConcurrency: 2, signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(started).toBe(2);
  });
  conforms('race() options', 'timeoutMs', async () => {
    const startedAt = performance.now();
    await expect(race([untilAborted], { timeoutMs: 30 })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - startedAt).toBeGreaterThan(25);
  });
  conforms('race() options', 'signal', async () => {
    const abort = new AbortController();
    const running = race([untilAborted], { signal: abort.signal });
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
  });

  conforms('3 Parallel primitives', '`parallel(tasks', async () => {
    await using test = await openEcho();
    const { sdk } = test;
    const results = await sdk.parallel([() => sdk.run('one'), () => sdk.run('fail'), () => sdk.run('three')]);
    expect(results.map((result) => result?.text)).toEqual(['one!', undefined, 'three!']);
    expect(Object.keys(results).slice(0, 3)).toEqual(['0', '1', '2']); // dense
    expect(results.errors.map((error) => Object(error).code)).toEqual([undefined, 'MODEL_REJECTED', undefined]);
  });
  conforms('3 Parallel primitives', 'All failed', async () => {
    const error = await parallel([failing('a'), failing('b')]).catch((reason) => reason);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error.errors.map(String)).toEqual(['Error: a', 'Error: b']);
  });
  conforms('3 Parallel primitives', '`failFast`', async () => {
    const later = async () => {
      await new Promise(setImmediate);
      throw new Error('first by index, second in time');
    };
    await expect(parallel([later, failing('first in time')], { failFast: true })).rejects.toThrow('first in time');
  });
  conforms('3 Parallel primitives', 'Tasks are called with an `AbortSignal`.', async () => {
    const kinds = await parallel([async (signal: AbortSignal) => signal instanceof AbortSignal]);
    expect([...kinds, await race([async (signal) => signal instanceof AbortSignal])]).toEqual([true, true]);
  });
  conforms('3 Parallel primitives', '`maxConcurrency` not a positive integer', async () => {
    let ran = 0;
    for (const maxConcurrency of [0, -1, 1.5, Number.NaN]) {
      await expect(parallel([async () => (ran += 1)], { maxConcurrency })).rejects.toBeInstanceOf(RangeError);
    }
    expect(ran).toBe(0);
  });
  conforms('3 Parallel primitives', '`race(tasks', async () => {
    expect(await race([failing('quick'), value('good')])).toBe('good');
  });
  conforms('3 Parallel primitives', 'losers are aborted', async () => {
    const loser = Promise.withResolvers<boolean>();
    await race<unknown>([value('won'), (signal) => untilAborted(signal).then(() => loser.resolve(signal.aborted))]);
    expect(await loser.promise).toBe(true);
  });
  conforms('3 Parallel primitives', 'all failed', async () => {
    await expect(race([failing('a'), failing('b')])).rejects.toBeInstanceOf(AggregateError);
  });
  conforms('3 Parallel primitives', 'time-out', async () => {
    await expect(race([untilAborted], { timeoutMs: 1 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
  conforms('3 Parallel primitives', 'a signal already aborted', async () => {
    let started = 0;
    const count = async () => {
      started += 1;
    };
    await expect(race([count], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(started).toBe(0);
  });
  conforms('3 Parallel primitives', 'no tasks', async () => {
    await expect(race([])).rejects.toBeInstanceOf(RangeError);
  });
});
