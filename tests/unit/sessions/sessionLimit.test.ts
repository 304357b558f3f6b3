import { describe, expect, it } from 'vitest';
import { settled } from './support/heldModel';
import { HOUR, MINUTE, managedSessions, named, quickModel, stored } from './support/managedSessions';

const { store, clock, manager, ids } = managedSessions();

describe('what was started from within a session', () => {
  it('keeps it from being pruned and evicted until it may go, too', async () => {
    const sessions = manager(quickModel, { maxSessions: 1 });
    await store.current.create(stored('parent', '2025-12-31T00:00:00.000Z'));
    await store.current.create(stored('child', '2025-12-31T00:00:00.000Z', 'parent'));
    await store.current.create(stored('grandchild', '2025-12-31T23:59:00.000Z', 'child'));
    expect(sessions.prunable({ status: 'idle' })).toEqual([]);
    await sessions.create(named('new'));
    expect(ids()).toEqual(['parent', 'child', 'grandchild', 'new']);
    clock.current.pass(HOUR);
    expect([...sessions.prunable({ status: 'idle' })].sort()).toEqual(['child', 'grandchild', 'new', 'parent']);
  });
});

describe('maxSessions', () => {
  /** Ten idle sessions: a parent, the oldest, whose four children were used last, and five others. */
  async function family(): Promise<void> {
    const at = (minute: number) => `2025-12-31T00:0${minute}:00.000Z`;
    await store.current.create(stored('parent', at(0)));
    for (const number of [1, 2, 3, 4, 5]) await store.current.create(stored(`other${number}`, at(number)));
    for (const number of [6, 7, 8, 9]) await store.current.create(stored(`child${number}`, at(number), 'parent'));
  }
  const sweep = async (maxSessions: number): Promise<void> => {
    const ticks: (() => void)[] = [];
    manager(quickModel, { maxSessions }, ticks);
    ticks[0]?.();
    await settled();
  };

  it('evicts no more than needed, and looks at what a session started as a part of it', async () => {
    await family();
    await sweep(9);
    expect(ids()).toEqual(['parent', 'other2', 'other3', 'other4', 'other5', 'child6', 'child7', 'child8', 'child9']);
    await sweep(6);
    expect(ids()).toEqual(['parent', 'other5', 'child6', 'child7', 'child8', 'child9']);
  });

  it('evicts a whole family where what is smaller does not do, and then no more than that leaves over', async () => {
    await family();
    await sweep(4);
    expect(ids()).toEqual(['other2', 'other3', 'other4', 'other5']);
  });

  it('prefers a family that fits to one that is larger than needed', async () => {
    await store.current.create(stored('parent', '2025-12-30T00:00:00.000Z'));
    await store.current.create(stored('child', '2025-12-30T00:00:00.000Z', 'parent'));
    await store.current.create(stored('single', '2025-12-31T00:00:00.000Z'));
    await sweep(2);
    expect(ids()).toEqual(['parent', 'child']);
  });

  it('evicts the oldest closed, then the oldest idle sessions, never active ones', async () => {
    const sessions = manager(quickModel, { maxSessions: 3 });
    for (const id of ['idle1', 'idle2', 'closed']) {
      await sessions.create(named(id));
      clock.current.pass(MINUTE);
    }
    await store.current.update('closed', { closedAt: '2026-01-01T00:00:00.000Z' });
    clock.current.pass(HOUR);
    await sessions.create(named('new1'));
    expect(ids()).toEqual(['idle1', 'idle2', 'new1']);
    await sessions.create(named('new2'));
    expect(ids()).toEqual(['idle2', 'new1', 'new2']);
    await sessions.create(named('new3'));
    await sessions.create(named('new4'));
    expect(ids()).toEqual(['new1', 'new2', 'new3', 'new4']);
  });

  it('is also kept by the periodic cleanup, until close', async () => {
    const ticks: (() => void)[] = [];
    const sessions = manager(quickModel, { maxSessions: 1 }, ticks);
    await sessions.create(named('a'));
    await sessions.create(named('b'));
    expect(ids()).toEqual(['a', 'b']);
    clock.current.pass(HOUR);
    ticks[0]?.();
    await settled();
    expect(ids()).toHaveLength(1);
    sessions.close();
    expect(ticks).toEqual([]);
  });

  it.each(['idleTimeoutMs', 'maxSessions', 'maxConcurrentActive', 'cleanupIntervalMs'] as const)(
    'and the other limits must be positive: %s',
    (name) => {
      expect(() => manager(quickModel, { [name]: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    },
  );
});
