import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runEvents } from '../../../electron/ipc/runEvents';
import type { RunDetail } from '../../../shared/ipc/contract/runs';
import type { RunEvent } from '../../../shared/run/events';

/** A run that a test writes while it is being read. Its clock is the test's: every wait is over at once, unless it is held. */
function writtenRun() {
  const stored: RunEvent[] = [];
  const listeners = new Set<() => void>();
  const run = { status: 'running' as RunDetail['status'] | 'deleted' };
  const slept: number[] = [];
  const reads: number[] = [];
  return {
    run,
    slept,
    reads,
    listeners,
    store(count: number) {
      for (let index = 0; index < count; index += 1) stored.push({ type: 'step.text', seq: stored.length + 1 } as RunEvent);
    },
    announce() {
      for (const listener of listeners) listener();
    },
    source: {
      get: () => (run.status === 'deleted' ? undefined : ({ status: run.status } as RunDetail)),
      events(_runId: string, after: number, limit: number) {
        reads.push(after);
        return stored.slice(after, after + limit);
      },
      onEvents(_runId: string, listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    clock: {
      now: () => 0,
      monotonic: () => 0,
      async sleep(ms: number) {
        slept.push(ms);
        if (ms > 100) await new Promise(() => {});
      },
    },
  };
}

const NEVER = new AbortController().signal;
const numbers = (events: readonly RunEvent[] | undefined) => events?.map((event) => event.seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('a finished run is told from the store in pages, and that is all', async () => {
  const { source, run, store, clock } = writtenRun();
  store(1200);
  run.status = 'completed';
  const pages: (readonly RunEvent[])[] = [];
  for await (const page of runEvents(source, { runId: 'r', after: 100 }, clock, NEVER)) pages.push(page);
  expect(pages.map((page) => page.length)).toEqual([500, 500, 100]);
  expect(numbers(pages.flat())).toEqual(range(101, 1200));
});

test('events stored while older ones are being read are neither missed nor told twice', async () => {
  const { source, run, store, announce, clock } = writtenRun();
  store(3);
  const events = runEvents(source, { runId: 'r', after: 0 }, clock, NEVER);
  expect(numbers((await events.next()).value)).toEqual([1, 2, 3]);
  store(2); // stored and announced while nobody waits
  announce();
  expect(numbers((await events.next()).value)).toEqual([4, 5]);
  const next = events.next(); // waits
  store(1);
  announce();
  announce();
  expect(numbers((await next).value)).toEqual([6]);
  store(1);
  run.status = 'completed';
  announce();
  expect(numbers((await events.next()).value)).toEqual([7]);
  expect((await events.next()).done).toBe(true);
});

test('what comes close together is told together', async () => {
  const { source, store, announce, clock, slept } = writtenRun();
  const events = runEvents(source, { runId: 'r', after: 0 }, clock, NEVER);
  const next = events.next();
  for (let index = 0; index < 50; index += 1) {
    store(1);
    announce();
  }
  expect(numbers((await next).value)).toEqual(range(1, 50));
  expect(slept).toContain(16);
  await events.return(undefined);
});

test('a reader that takes its time gets everything that came meanwhile, from the store', async () => {
  const { source, run, store, announce, clock, listeners } = writtenRun();
  store(1);
  const events = runEvents(source, { runId: 'r', after: 0 }, clock, NEVER);
  await events.next();
  for (let index = 0; index < 3000; index += 1) {
    store(1);
    announce();
  }
  run.status = 'failed';
  const seen: number[] = [];
  for await (const page of events) seen.push(...page.map((event) => event.seq));
  expect(seen).toEqual(range(2, 3001));
  expect(listeners.size).toBe(0);
});

test('a reader that has everything leaves the store in peace until there is news', async () => {
  const { source, store, announce, clock, reads } = writtenRun();
  store(1);
  const events = runEvents(source, { runId: 'r', after: 0 }, clock, NEVER);
  await events.next();
  const next = events.next();
  store(1);
  announce();
  await next;
  void events.next();
  await nextTurn();
  const before = reads.length;
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  expect(reads.length).toBe(before);
});

test('an interrupted run ends its stream; once it goes on, a new stream follows it', async () => {
  const { source, run, store, announce, clock } = writtenRun();
  store(2);
  run.status = 'interrupted';
  const first = runEvents(source, { runId: 'r', after: 0 }, clock, NEVER);
  await first.next();
  expect((await first.next()).done).toBe(true);
  run.status = 'running';
  const second = runEvents(source, { runId: 'r', after: 2 }, clock, NEVER);
  const next = second.next();
  store(1);
  announce();
  expect(numbers((await next).value)).toEqual([3]);
  await second.return(undefined);
});

test('a run deleted under its reader is an error that says so', async () => {
  const { source, run, announce, clock } = writtenRun();
  const next = runEvents(source, { runId: 'r', after: 0 }, clock, NEVER).next();
  run.status = 'deleted';
  announce();
  await expect(next).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a reader that leaves is forgotten, also while it waits', async () => {
  const { source, clock, listeners } = writtenRun();
  const abort = new AbortController();
  const next = runEvents(source, { runId: 'r', after: 0 }, clock, abort.signal).next();
  expect(listeners.size).toBe(1);
  abort.abort();
  await expect(next).rejects.toMatchObject({ code: 'ABORTED' });
  expect(listeners.size).toBe(0);
});
