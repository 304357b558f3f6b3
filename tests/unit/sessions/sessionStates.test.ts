import { describe, expect, it } from 'vitest';
import { heldModel, settled } from './support/heldModel';
import { HOUR, MINUTE, managedSessions, named } from './support/managedSessions';
import { memoryStore } from './support/memoryStore';

const { store, clock, manager } = managedSessions();

describe('states', () => {
  it('follow from stored times, so that another manager sees the same', async () => {
    await manager().create(named('old'));
    clock.current.pass(31 * MINUTE);
    const sessions = manager();
    await sessions.create(named('new'));
    expect(sessions.stats()).toEqual({ total: 2, active: 1, idle: 1, closed: 0 });
    expect(await sessions.closeIdle()).toBe(1);
    expect(sessions.stats()).toEqual({ total: 2, active: 1, idle: 0, closed: 1 });
  });

  it('are active while a turn runs, however long', async () => {
    const { model, waiting } = heldModel();
    const sessions = manager(model);
    await sessions.create(named('a'));
    const turn = sessions.send('a', 'x');
    await settled();
    clock.current.pass(2 * HOUR);
    expect(sessions.stats()).toMatchObject({ active: 1, idle: 0 });
    expect(await sessions.closeIdle()).toBe(0);
    waiting[0]?.letGo();
    await turn;
  });

  it('are active while a turn of another process runs, however long', async () => {
    store.current = { ...memoryStore(), claimedElsewhere: () => new Set(['a']) };
    const sessions = manager();
    const session = await sessions.create(named('a'));
    clock.current.pass(2 * HOUR);
    expect([sessions.stateOf(session), sessions.stats().active]).toEqual(['active', 1]);
  });
});
