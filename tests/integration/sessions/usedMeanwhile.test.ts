import { describe, expect, it } from 'vitest';
import type { SessionManager } from '../../../electron/sessions/sessionManager';
import type { Store } from '../../../electron/store/store';
import { text } from '../../support/modelServer/reply';
import { sampleRun, sampleSession } from '../store/samples';
import { openedStore, temporaryFile } from '../store/support';
import { serverFor, sessionsOver } from './support';

const LONG_AGO = '2026-01-01T00:00:00.000Z';
const USED_AT = '2026-02-01T00:00:00.000Z';

/**
 * Sessions `ses_1` to `ses_3`, and one more (`ses_4`) that `ses_2` started, all idle. The manager's process looks at them; before its commit another
 * process, or a turn that begins in the same, does `meanwhile` with them.
 */
async function lookedAt(
  meanwhile: (other: Store['sessions'], own: Store['sessions'], others: Store) => Promise<unknown>,
  limits?: Parameters<typeof sessionsOver>[2],
): Promise<{ readonly store: Store; readonly sessions: SessionManager }> {
  const file = temporaryFile();
  const [store, other] = [openedStore(file), openedStore(file)];
  for (const id of ['ses_1', 'ses_2', 'ses_3']) await store.sessions.create(sampleSession(id, { lastActiveAt: LONG_AGO }));
  await store.sessions.create(sampleSession('ses_4', { lastActiveAt: LONG_AGO, metadata: { parentSessionId: 'ses_2' } }));
  const after =
    <A extends unknown[], T>(commit: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      await meanwhile(other.sessions, store.sessions, other);
      return commit(...args);
    };
  const { deleteUnused, hideUnused, closeUnused } = store.sessions;
  const held = { ...store.sessions, deleteUnused: after(deleteUnused), hideUnused: after(hideUnused), closeUnused: after(closeUnused) };
  return { store, sessions: sessionsOver({ ...store, sessions: held }, await serverFor(text('Heard.')), limits) };
}

const turnOf = (id: string) => async (other: Store['sessions']) => {
  await other.claim(id, USED_AT);
  await other.release(id, USED_AT);
};
const beginTurnOf = (id: string) => (other: Store['sessions']) => other.claim(id, LONG_AGO);

const idsIn = ({ sessions }: Store) =>
  sessions
    .overview()
    .map(({ id }) => id)
    .sort();

describe.each([
  ['for good', (sessions: SessionManager) => sessions.prune({ status: 'idle' })],
  ['so that it can be taken back', async (sessions: SessionManager) => (await sessions.undoable.prune({ status: 'idle' })).deleted],
])('pruning %s', (_, prune) => {
  it.each([
    ['was used', turnOf('ses_1')],
    ['is in use', beginTurnOf('ses_1')],
    ['is in use here', (_other: unknown, own: Store['sessions']) => own.claim('ses_1', LONG_AGO)],
  ])('leaves a session that %s since it was looked at, and counts what went', async (_use, meanwhile) => {
    const { store, sessions } = await lookedAt(meanwhile);
    expect(await prune(sessions)).toBe(3);
    expect(idsIn(store)).toEqual(['ses_1']);
  });

  it.each(['ses_2', 'ses_4'])('leaves the whole family when %s was used', async (id) => {
    const { store, sessions } = await lookedAt(turnOf(id));
    expect(await prune(sessions)).toBe(2);
    expect(idsIn(store)).toEqual(['ses_2', 'ses_4']);
  });

  it('leaves a session from within which another one was started meanwhile', async () => {
    const started = sampleSession('ses_5', { metadata: { parentSessionId: 'ses_1' } });
    const { store, sessions } = await lookedAt((other) => other.create(started));
    expect(await prune(sessions)).toBe(3);
    expect(idsIn(store)).toEqual(['ses_1', 'ses_5']);
  });

  it('leaves a session from within which a run was started meanwhile', async () => {
    const run = sampleRun('run_1', { parentSessionId: 'ses_1', parentCallId: 'call_1' });
    const { store, sessions } = await lookedAt((_other, _own, { runs }) => runs.create(run));
    expect(await prune(sessions)).toBe(3);
    expect(idsIn(store)).toEqual(['ses_1']);
  });

  it('leaves what no longer has the state that was asked for', async () => {
    const seen = { id: 'ses_1', lastActiveAt: LONG_AGO, closedAt: null };
    const { store, sessions } = await lookedAt((other) => other.closeUnused([seen], USED_AT));
    expect(await prune(sessions)).toBe(3);
    expect(idsIn(store)).toEqual(['ses_1']);
  });

  it('does not count, nor keep from being brought back, what was deleted meanwhile', async () => {
    const as = { deletion: 'd_1', at: USED_AT };
    const { store, sessions } = await lookedAt((other) => other.hide(['ses_1'], as));
    expect(await prune(sessions)).toBe(3);
    expect(await store.sessions.unhide('d_1')).toBe(1);
    expect(idsIn(store)).toEqual(['ses_1']);
  });
});

describe('eviction', () => {
  it('leaves a session that was used since it was looked at', async () => {
    const { store, sessions } = await lookedAt(turnOf('ses_1'), { maxSessions: 1 });
    await sessions.create({ title: 'new', settings: sampleSession('ses_5').settings });
    expect(idsIn(store)).toContain('ses_1');
    expect(idsIn(store)).toHaveLength(2);
  });
});

describe('closing idle sessions', () => {
  it.each([
    ['was used', turnOf('ses_1')],
    ['is in use', beginTurnOf('ses_1')],
    ['is in use here', (_other: unknown, own: Store['sessions']) => own.claim('ses_1', LONG_AGO)],
  ])('leaves one open that %s since it was looked at', async (_use, meanwhile) => {
    const { store, sessions } = await lookedAt(meanwhile);
    expect(await sessions.closeIdle()).toBe(3);
    expect(store.sessions.get('ses_1')).toMatchObject({ closedAt: null });
  });

  it.each([
    ['for good', (other: Store['sessions']) => other.delete(['ses_1'])],
    ['so that it can be taken back', (other: Store['sessions']) => other.hide(['ses_1'], { deletion: 'd_1', at: USED_AT })],
  ])('does not mind that one was deleted meanwhile %s', async (_how, meanwhile) => {
    const { sessions } = await lookedAt(meanwhile);
    expect(await sessions.closeIdle()).toBe(3);
  });
});

it('the end of a turn makes a session active that was closed while it ran', async () => {
  const store = openedStore();
  await store.sessions.create(sampleSession('ses_1'));
  await store.sessions.claim('ses_1', LONG_AGO);
  await store.sessions.update('ses_1', { closedAt: LONG_AGO }); // as an older Stepgraph would
  await store.sessions.release('ses_1', USED_AT);
  expect(store.sessions.get('ses_1')).toMatchObject({ closedAt: null, lastActiveAt: USED_AT });
});
