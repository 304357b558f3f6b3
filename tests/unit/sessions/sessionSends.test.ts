import { describe, expect, it } from 'vitest';
import { textOf } from '../../../electron/sessions/conversation';
import { heldModel, settled } from './support/heldModel';
import { MINUTE, managedSessions, named } from './support/managedSessions';

const { store, clock, manager, conversation } = managedSessions();

describe('sends', () => {
  it('to one session keep their order and lose nothing, however many come at once', async () => {
    const sessions = manager();
    await sessions.create(named('a'));
    const texts = Array.from({ length: 100 }, (_, index) => `message ${index}`);
    const outcomes = await Promise.all(texts.map((text) => sessions.send('a', text)));
    expect(outcomes.map(({ text }) => text)).toEqual(texts.map((text) => `re: ${text}`));
    expect(conversation('a').map(({ content }) => textOf(content))).toEqual(texts.flatMap((text) => [text, `re: ${text}`]));
  });

  it('to different sessions run side by side, at most maxConcurrentActive, first come first served', async () => {
    const { model, waiting, most } = heldModel();
    const sessions = manager(model, { maxConcurrentActive: 2 });
    for (const id of ['a', 'b', 'c', 'd']) await sessions.create(named(id));
    const turns = ['a', 'b', 'c', 'd'].map((id) => sessions.send(id, id));
    await settled();
    expect(waiting.map(({ text }) => text)).toEqual(['a', 'b']);
    waiting[1]?.letGo();
    await settled();
    expect(waiting.map(({ text }) => text)).toEqual(['a', 'c']);
    while (waiting.length > 0) {
      waiting[0]?.letGo();
      await settled();
    }
    await Promise.all(turns);
    expect(most()).toBe(2);
  });

  it('follow a limit that is changed meanwhile: a higher one from the next turn that comes or ends, a lower one as turns end', async () => {
    const { model, waiting } = heldModel();
    let maxConcurrentActive = 1;
    const sessions = manager(model, () => ({ maxConcurrentActive }));
    const all = ['a', 'b', 'c', 'd', 'e'];
    for (const id of all) await sessions.create(named(id));
    const turns = all.slice(0, 4).map((id) => sessions.send(id, id));
    await settled();
    expect(waiting.map(({ text }) => text)).toEqual(['a']);
    maxConcurrentActive = 3;
    turns.push(sessions.send('e', 'e'));
    await settled();
    expect(waiting.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    maxConcurrentActive = 1;
    waiting[0]?.letGo();
    await settled();
    expect(waiting.map(({ text }) => text)).toEqual(['b', 'c']);
    while (waiting.length > 0) {
      waiting[0]?.letGo();
      await settled();
    }
    await Promise.all(turns);
  });

  it('of one busy session do not keep the others out', async () => {
    const { model, waiting } = heldModel();
    const sessions = manager(model, { maxConcurrentActive: 2 });
    await sessions.create(named('a'));
    await sessions.create(named('b'));
    const turns = [sessions.send('a', 'a1'), sessions.send('a', 'a2'), sessions.send('a', 'a3'), sessions.send('b', 'b1')];
    await settled();
    expect(waiting.map(({ text }) => text)).toEqual(['a1', 'b1']);
    while (waiting.length > 0) {
      waiting[0]?.letGo();
      await settled();
    }
    await Promise.all(turns);
  });

  it('can be stopped while they wait, leaving no trace', async () => {
    const { model, waiting } = heldModel();
    const sessions = manager(model, { maxConcurrentActive: 1 });
    await sessions.create(named('a'));
    await sessions.create(named('b'));
    const first = sessions.send('a', 'first');
    const stop = new AbortController();
    const second = sessions.send('b', 'second', { signal: stop.signal });
    await settled();
    stop.abort();
    await expect(second).rejects.toMatchObject({ code: 'ABORTED' });
    expect(conversation('b')).toEqual([]);
    expect(sessions.isBusy('b')).toBe(false);
    waiting[0]?.letGo();
    await first;
  });

  it('that are nested take no place, so that a parent cannot wait for itself', async () => {
    const { model, waiting } = heldModel();
    const sessions = manager(model, { maxConcurrentActive: 1 });
    await sessions.create(named('parent'));
    await sessions.create(named('child'));
    const turns = [sessions.send('parent', 'p'), sessions.send('child', 'c', { isNested: true })];
    await settled();
    expect(waiting.map(({ text }) => text).sort()).toEqual(['c', 'p']);
    for (const { letGo } of [...waiting]) letGo();
    await Promise.all(turns);
  });

  it('to a session that is not there fail with NOT_FOUND', async () => {
    await expect(manager().send('gone', 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('touch the session at their start and end, and reopen a closed one', async () => {
    const { model, waiting } = heldModel();
    const sessions = manager(model);
    await sessions.create(named('a'));
    await store.current.update('a', { closedAt: '2026-01-01T00:00:00.000Z' });
    clock.current.pass(MINUTE);
    const turn = sessions.send('a', 'x');
    await settled();
    expect(store.current.get('a')).toMatchObject({ lastActiveAt: '2026-01-01T00:01:00.000Z', closedAt: null });
    clock.current.pass(MINUTE);
    waiting[0]?.letGo();
    await turn;
    expect(store.current.get('a')).toMatchObject({ lastActiveAt: '2026-01-01T00:02:00.000Z' });
  });
});
