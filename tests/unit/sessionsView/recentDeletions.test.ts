import { beforeEach, expect, it, vi } from 'vitest';

const MINUTE = 60_000;

/** The module as a window that was opened or reloaded has it. */
async function reloaded() {
  vi.resetModules();
  return import('../../../renderer/features/sessions/recentDeletions');
}

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
});

it('what was deleted is still offered after a reload, the newest first, until it is taken back', async () => {
  const before = await reloaded();
  before.rememberDeletion({ deletion: 'a', what: '“One”', at: 0 });
  before.rememberDeletion({ deletion: 'b', what: '3 sessions', at: MINUTE });
  const after = await reloaded();
  expect(after.recentDeletions.getState().newestFirst.map(({ deletion }) => deletion)).toEqual(['b', 'a']);
  after.forgetDeletion('b');
  expect((await reloaded()).recentDeletions.getState().newestFirst).toEqual([{ deletion: 'a', what: '“One”', at: 0 }]);
});

it('what is older than an hour is not', async () => {
  const { undoable } = await reloaded();
  const deletions = [{ deletion: 'a', what: '“One”', at: 0 }];
  expect(undoable(deletions, 59 * MINUTE)).toEqual(deletions);
  expect(undoable(deletions, 60 * MINUTE)).toEqual([]);
});

it('what another program left in the storage is passed over', async () => {
  localStorage.setItem('stepgraph.sessions.deleted', '[5, {"deletion":"a"}]');
  expect((await reloaded()).recentDeletions.getState().newestFirst).toEqual([]);
});
