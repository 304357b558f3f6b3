import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../electron/sessions/conversation';
import type { ModelClient } from '../../../electron/sessions/ports';
import { createSessionManager, type SessionManager } from '../../../electron/sessions/sessionManager';
import { NO_USAGE } from '../../../shared/run/usage';
import type { Message, Session } from '../../../shared/session/session';
import { manualClock } from './support/manualClock';
import { memoryStore } from './support/memoryStore';
import { ALLOW_ALL, countingIds, SETTINGS, toolsOf } from './support/scene';
import { reply } from './support/scriptedModel';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Holds each request until it is let go. */
function heldModel() {
  const waiting: { readonly text: string; readonly letGo: () => void }[] = [];
  let most = 0;
  const model: ModelClient = {
    reply(request, _onText, signal) {
      return new Promise((resolve, reject) => {
        const text = textOf(request.messages.at(-1)?.content ?? []);
        const entry = {
          text,
          letGo: () => {
            waiting.splice(waiting.indexOf(entry), 1);
            resolve(reply([{ type: 'text', text: `re: ${text}` }], 'end_turn'));
          },
        };
        waiting.push(entry);
        most = Math.max(most, waiting.length);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    },
  };
  return { model, waiting, most: () => most };
}

/** Answers at once. */
const quickModel: ModelClient = {
  reply: async (request) => reply([{ type: 'text', text: `re: ${textOf(request.messages.at(-1)?.content ?? [])}` }], 'end_turn'),
};

const store = { current: memoryStore() };
const clock = { current: manualClock() };
const managers: SessionManager[] = [];

beforeEach(() => {
  store.current = memoryStore();
  clock.current = manualClock();
});
afterEach(() => {
  for (const manager of managers.splice(0)) manager.close();
});

function manager(
  model: ModelClient = quickModel,
  options: Parameters<typeof createSessionManager>[1] = {},
  ticks: (() => void)[] = [],
): SessionManager {
  const made = createSessionManager(
    {
      store: store.current,
      model,
      tools: toolsOf(),
      gate: ALLOW_ALL,
      clock: clock.current,
      ids: countingIds(),
      priceOf: () => 0,
      log: { warn() {}, error() {} },
      every: (_ms, work) => {
        ticks.push(work);
        return () => void ticks.splice(ticks.indexOf(work), 1);
      },
    },
    options,
  );
  managers.push(made);
  return made;
}

function stored(id: string, lastActiveAt: string, parentSessionId?: string): Session {
  const at = { createdAt: lastActiveAt, lastActiveAt, closedAt: null };
  const metadata = parentSessionId === undefined ? {} : { parentSessionId };
  return { id, title: id, ...at, headId: null, messageCount: 0, settings: SETTINGS, metadata, usage: NO_USAGE, costUsd: 0 };
}

async function settled(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await new Promise(setImmediate);
}

const named = (id: string) => ({ id, title: id, settings: SETTINGS });
const conversation = (id: string): Message[] => store.current.conversation(store.current.get(id)?.headId ?? null);
const ids = () => store.current.list({}).map(({ id }) => id);

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

describe('checkpoints', () => {
  it('bring back the conversation and the settings of their moment, and destroy nothing', async () => {
    const sessions = manager();
    await sessions.create(named('a'));
    await sessions.send('a', 'port is 8080');
    const before = await sessions.checkpoints.save('a', 'before-refactor');
    await store.current.update('a', { settings: { ...SETTINGS, model: 'other' } });
    await sessions.send('a', 'rename all');
    const left = await sessions.checkpoints.restore('a', before.id);
    await sessions.send('a', 'which port?');
    expect(conversation('a').map(({ content }) => textOf(content))).toEqual([
      'port is 8080',
      're: port is 8080',
      'which port?',
      're: which port?',
    ]);
    expect(store.current.get('a')?.settings).toEqual(SETTINGS);
    expect(left).toMatchObject({ automatic: true, messageCount: 4, parentId: before.id });
    await sessions.checkpoints.restore('a', left.id);
    expect(conversation('a').map(({ content }) => textOf(content))).toEqual([
      'port is 8080',
      're: port is 8080',
      'rename all',
      're: rename all',
    ]);
  });

  it('know their parent, also after a restart', async () => {
    const sessions = manager();
    await sessions.create(named('a'));
    await sessions.send('a', 'base');
    const baseline = await sessions.checkpoints.save('a', 'baseline');
    await sessions.send('a', 'classes');
    const classes = await sessions.checkpoints.save('a', 'classes');
    await sessions.checkpoints.restore('a', baseline.id);
    await sessions.send('a', 'hooks');
    const hooks = await manager().checkpoints.save('a', 'hooks');
    expect([baseline.parentId, classes.parentId, hooks.parentId]).toEqual([null, baseline.id, baseline.id]);
  });

  it('are not restored while a turn runs', async () => {
    const { model, waiting } = heldModel();
    const sessions = manager(model);
    await sessions.create(named('a'));
    const { id } = await sessions.checkpoints.save('a', 'start');
    const turn = sessions.send('a', 'x');
    await settled();
    await expect(sessions.checkpoints.restore('a', id)).rejects.toMatchObject({ code: 'BUSY' });
    waiting[0]?.letGo();
    await turn;
  });

  it('can be listed and deleted; unknown ones are NOT_FOUND', async () => {
    const sessions = manager();
    await sessions.create(named('a'));
    await sessions.create(named('b'));
    const { id } = await sessions.checkpoints.save('a', 'start');
    expect(sessions.checkpoints.list('a').map(({ label }) => label)).toEqual(['start']);
    await expect(sessions.checkpoints.restore('b', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(sessions.checkpoints.save('a', ' ')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await sessions.checkpoints.delete('a', id);
    await expect(sessions.checkpoints.delete('a', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(sessions.checkpoints.list('a')).toEqual([]);
  });
});
