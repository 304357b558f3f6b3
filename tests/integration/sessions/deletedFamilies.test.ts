import { describe, expect, it } from 'vitest';
import { createTaint } from '../../../electron/host/taint';
import type { SessionManager } from '../../../electron/sessions/sessionManager';
import type { Store } from '../../../electron/store/store';
import { damage } from '../../support/damage';
import { text } from '../../support/modelServer/reply';
import { doneFact, eventsOf, sampleRun, sampleSession, startFact } from '../store/samples';
import { openedStore, temporaryFile, temporaryFolder } from '../store/support';
import { serverFor, sessionsOver } from './support';

const LONG_AGO = '2026-01-01T00:00:00.000Z';
const LATER = '2999-01-01T00:00:00.000Z';

type Opened = { readonly store: Store; readonly sessions: SessionManager };

/** `ses_p`, what it started (`ses_c`), and what that started (`ses_g`): all idle. */
async function opened(limits?: Parameters<typeof sessionsOver>[2], file = temporaryFile()): Promise<Opened> {
  const store = openedStore(file);
  await store.sessions.create(sampleSession('ses_p', { lastActiveAt: LONG_AGO }));
  await store.sessions.create(sampleSession('ses_c', { lastActiveAt: LONG_AGO, metadata: { parentSessionId: 'ses_p' } }));
  await store.sessions.create(sampleSession('ses_g', { lastActiveAt: LONG_AGO, metadata: { parentSessionId: 'ses_c' } }));
  return { store, sessions: sessionsOver(store, await serverFor(text('Heard.')), limits) };
}

const idsIn = ({ store }: Opened) =>
  store.sessions
    .overview()
    .map(({ id }) => id)
    .sort();

describe('what can no longer be taken back goes for good', () => {
  it('without what was brought back from within it', async () => {
    const test = await opened();
    const { deletion } = await test.sessions.undoable.delete(['ses_c']);
    const parent = await test.sessions.undoable.delete(['ses_p']);
    await test.sessions.undoable.undelete(deletion);
    expect(await test.store.sessions.purge(LATER)).toBe(1);
    expect(idsIn(test)).toEqual(['ses_c', 'ses_g']);
    await expect(test.sessions.undoable.undelete(parent.deletion)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await test.sessions.send('ses_c', 'hello', { workDir: temporaryFolder() });
    expect(test.store.sessions.get('ses_c')).toMatchObject({ headId: expect.any(String) });
    expect(test.sessions.stats()).toMatchObject({ total: 2 });
    expect(await test.sessions.prune({ status: 'idle' })).toBe(1);
    expect(idsIn(test)).toEqual(['ses_c']);
  });

  it('without what was deleted from within it later', async () => {
    const test = await opened();
    await test.store.sessions.hide(['ses_g'], { deletion: 'd_g', at: '2026-03-01T00:00:00.000Z' });
    await test.store.sessions.hide(['ses_p'], { deletion: 'd_p', at: '2026-02-01T00:00:00.000Z' });
    expect(await test.store.sessions.purge('2026-02-15T00:00:00.000Z')).toBe(2);
    expect(await test.store.sessions.unhide('d_g')).toBe(1);
  });

  it('without what was started below it since', async () => {
    const test = await opened();
    await test.sessions.undoable.delete(['ses_p']);
    await test.store.sessions.create(sampleSession('ses_n', { metadata: { parentSessionId: 'ses_g' } }));
    expect(await test.store.sessions.purge(LATER)).toBe(3);
    expect(idsIn(test)).toEqual(['ses_n']);
  });

  it('without a run that it started and of which a session was brought back, until that one goes', async () => {
    const test = await opened();
    const { runs, sessions } = test.store;
    await runs.create(sampleRun('run_1', { parentSessionId: 'ses_p' }));
    await sessions.create(sampleSession('ses_s', { metadata: { runId: 'run_1', parentSessionId: 'ses_p' } }));
    await test.store.events.append('run_1', eventsOf('run_1', [startFact, doneFact]));
    const { deletion } = await test.sessions.undoable.delete(['ses_s']);
    await test.sessions.undoable.delete(['ses_p']);
    await test.sessions.undoable.undelete(deletion);
    await sessions.purge(LATER);
    expect([idsIn(test), runs.get('run_1')?.runId]).toEqual([['ses_s'], 'run_1']);
    expect(await test.sessions.delete(['ses_s'])).toBe(1);
    expect(runs.get('run_1')).toBeUndefined();
  });

  it('nor while somebody uses it', async () => {
    const file = temporaryFile();
    const test = await opened(undefined, file);
    await openedStore(file).sessions.claim('ses_c', LONG_AGO);
    damage(file, `UPDATE sessions SET deletion = 'd_all', deleted_at = ?`, LONG_AGO);
    expect(await test.store.sessions.purge(LATER)).toBe(2);
    expect(await test.store.sessions.unhide('d_all')).toBe(1);
    expect(idsIn(test)).toEqual(['ses_c']);
  });
});

describe('what was deleted and can still be taken back stays so when what started it', () => {
  it.each([
    ['is pruned', ({ sessions }: Opened) => sessions.prune({ status: 'idle' }), 2],
    ['is deleted for good', ({ sessions }: Opened) => sessions.delete(['ses_p']), 2],
  ])('%s', async (_how, remove, gone) => {
    const test = await opened();
    await test.store.sessions.hide(['ses_g'], { deletion: 'd_g', at: LONG_AGO });
    expect(await remove(test)).toBe(gone);
    expect(await test.store.sessions.unhide('d_g')).toBe(1);
    expect(idsIn(test)).toEqual(['ses_g']);
  });

  it('is evicted', async () => {
    const test = await opened({ maxSessions: 1 });
    const { deletion } = await test.sessions.undoable.delete(['ses_c']);
    await test.sessions.create({ title: 'new', settings: sampleSession('ses_n').settings });
    expect(await test.sessions.undoable.undelete(deletion)).toBe(2);
    expect(idsIn(test)).toEqual(expect.arrayContaining(['ses_c', 'ses_g']));
    expect(idsIn(test)).not.toContain('ses_p');
  });

  it('is deleted for good by its id, which finds nothing', async () => {
    const test = await opened();
    const { deletion } = await test.sessions.undoable.delete(['ses_p']);
    expect(await test.sessions.delete(['ses_c'])).toBe(0);
    expect(await test.sessions.undoable.undelete(deletion)).toBe(3);
  });
});

it('a session whose parent is gone may hold text of others: what its parent read cannot be told any more', async () => {
  const { store, sessions } = await opened();
  const isTainted = createTaint({ sessions: store.sessions, runs: store.runs, skills: { personal: '/none', everywhere: [] } });
  expect(isTainted({ sessionId: 'ses_c' })).toBe(false);
  await sessions.undoable.delete(['ses_g']);
  await store.sessions.hide(['ses_p'], { deletion: 'd_p', at: LONG_AGO });
  await store.sessions.create(sampleSession('ses_n', { metadata: { parentSessionId: 'ses_p' } }));
  expect(isTainted({ sessionId: 'ses_n' })).toBe(true);
});
