import { describe, expect, it } from 'vitest';
import { heldModel, settled } from './support/heldModel';
import { HOUR, MINUTE, managedSessions, named, quickModel } from './support/managedSessions';

const { clock, manager, ids } = managedSessions();

describe('prune', () => {
  it('needs a filter', async () => {
    await expect(manager().prune({})).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it.each(['', '7x', '7', 'd', '-1d', '1.5h', ' 1h', '99999999999999999999d'])('refuses the duration "%s"', async (olderThan) => {
    const sessions = manager();
    await sessions.create(named('a'));
    await expect(sessions.prune({ olderThan })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(ids()).toEqual(['a']);
  });

  it('deletes what fits every filter', async () => {
    const sessions = manager();
    await sessions.create(named('oldest'));
    clock.current.pass(2 * HOUR);
    await sessions.create(named('idle'));
    clock.current.pass(45 * MINUTE);
    await sessions.create(named('active'));
    expect(sessions.prunable({ status: 'idle', olderThan: '1h' })).toEqual(['oldest']);
    expect(await sessions.prune({ status: 'idle', olderThan: '1h' })).toBe(1);
    expect(await sessions.prune({ status: 'closed' })).toBe(0);
    expect(await sessions.prune({ olderThan: '30m' })).toBe(1);
    expect(ids()).toEqual(['active']);
  });

  it('never deletes a session whose turn runs or waits', async () => {
    const { model, waiting } = heldModel();
    const sessions = manager(model);
    await sessions.create(named('a'));
    const turn = sessions.send('a', 'x');
    await settled();
    clock.current.pass(5 * HOUR);
    expect(await sessions.prune({ olderThan: '1h' })).toBe(0);
    await expect(sessions.delete(['a'])).rejects.toMatchObject({ code: 'BUSY' });
    waiting[0]?.letGo();
    await turn;
  });
});

describe('a deletion', () => {
  it('can be taken back within an hour, and not after', async () => {
    const ticks: (() => void)[] = [];
    const sessions = manager(quickModel, {}, ticks);
    await sessions.create(named('a'));
    const first = await sessions.undoable.delete(['a']);
    expect([first.deleted, ids()]).toEqual([1, []]);
    clock.current.pass(59 * MINUTE);
    ticks[0]?.();
    await settled();
    expect(await sessions.undoable.undelete(first.deletion)).toBe(1);
    expect(ids()).toEqual(['a']);
    const second = await sessions.undoable.prune({ status: 'idle' });
    clock.current.pass(61 * MINUTE);
    ticks[0]?.();
    await settled();
    await expect(sessions.undoable.undelete(second.deletion)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
