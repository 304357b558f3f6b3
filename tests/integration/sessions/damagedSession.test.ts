import { expect, test } from 'vitest';
import { damage } from '../../support/damage';
import { recordingLog } from '../store/support';
import { hostOver, say } from './hostOver';

const CUT_OFF = `UPDATE sessions SET metadata = '{"parentSessionId": "x' WHERE id = ?`;
const LONG_AGO = '2020-01-01T00:00:00.000Z';

/** Two sessions: the second is damaged. */
async function withDamagedSession(options: Parameters<typeof hostOver>[1] = {}) {
  const opened = await hostOver(undefined, options);
  const whole = await opened.client.sessions.create({ title: 'Whole' });
  const { id } = await opened.client.sessions.create({ title: 'Damaged' });
  await opened.host.store.sessions.update(id, { lastActiveAt: LONG_AGO });
  damage(opened.shared.database, CUT_OFF, id);
  return { ...opened, whole: whole.id, id };
}

test('a session whose metadata are cut off stops neither the list nor closing, pruning and deleting', async () => {
  const { client, whole, id } = await withDamagedSession();
  expect((await client.sessions.list({})).sessions.map(({ title }) => title)).toEqual(['Whole']);
  expect(await client.sessions.closeIdle({})).toEqual({ closed: 1 });
  expect(await client.sessions.stats({})).toEqual({ total: 2, active: 1, idle: 0, closed: 1 });
  expect(await client.sessions.prunePreview({ olderThan: '7d' })).toEqual({ sessions: [], damaged: [id], total: 1 });
  expect(await client.sessions.delete({ ids: [whole] })).toMatchObject({ deleted: 1 });
  expect(await client.sessions.prune({ olderThan: '7d' })).toMatchObject({ deleted: 1 });
  expect(await client.sessions.stats({})).toMatchObject({ total: 0 });
  await expect(client.sessions.get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the list names the damaged sessions of each part, which count as ever, and so does a search', async () => {
  const { client, id } = await withDamagedSession();
  const whole = { title: 'Whole' };
  expect(await client.sessions.list({})).toMatchObject({ sessions: [whole], damaged: [id], total: 2 });
  expect(await client.sessions.list({ limit: 1 })).toMatchObject({ sessions: [whole], damaged: [], total: 2 });
  expect(await client.sessions.list({ limit: 1, offset: 1 })).toMatchObject({ sessions: [], damaged: [id], total: 2 });
  expect(await client.sessions.list({ search: 'damaged' })).toMatchObject({ sessions: [], damaged: [id], total: 1 });
});

test('what a session started is listed though something of it is damaged', async () => {
  const opened = await hostOver();
  const { client, host } = opened;
  const { id } = await client.sessions.create({ title: 'Parent' });
  const { settings } = host.sessions.resume(id);
  for (const child of ['ses_whole', 'ses_damaged']) {
    await host.sessions.create({ id: child, title: child, settings, metadata: { parentSessionId: id, parentCallId: 'call_1' } });
  }
  damage(opened.shared.database, `UPDATE sessions SET settings = '{' WHERE id = 'ses_damaged'`);
  expect((await client.sessions.startedBy({ id })).map(({ title }) => title)).toEqual(['ses_whole']);
  expect(await client.sessions.delete({ ids: [id] })).toMatchObject({ deleted: 3 });
});

test('such a session can be deleted by its id, for good or to be taken back', async () => {
  const { client, host, id } = await withDamagedSession();
  const { deleted, deletion } = await client.sessions.delete({ ids: [id] });
  expect(deleted).toBe(1);
  expect(await client.sessions.undelete({ deletion })).toEqual({ restored: 1 });
  expect(await host.sessions.delete([id])).toBe(1);
  expect(await client.sessions.stats({})).toMatchObject({ total: 1 });
});

test('such a session is evicted in its turn, and new ones are made and used', async () => {
  const { client } = await withDamagedSession({ sessionManager: { maxSessions: 2, idleTimeoutMs: 60_000 } });
  const { id } = await client.sessions.create({ title: 'New' });
  expect(await say(client, id, 'hello')).toBe('heard hello');
  expect(await client.sessions.stats({})).toMatchObject({ total: 2 });
  expect((await client.sessions.list({})).sessions.map(({ title }) => title)).toEqual(['New', 'Whole']);
});

test('a new session is there though no old one could be deleted for it, which is logged', async () => {
  const log = recordingLog();
  const opened = await hostOver(undefined, { log, sessionManager: { maxSessions: 1, idleTimeoutMs: 60_000 } });
  const old = await opened.client.sessions.create({ title: 'Old' });
  await opened.host.store.sessions.update(old.id, { lastActiveAt: LONG_AGO });
  damage(opened.shared.database, `CREATE TRIGGER refusal BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'not now'); END`);
  const { id } = await opened.client.sessions.create({ title: 'New' });
  expect(await say(opened.client, id, 'hello')).toBe('heard hello');
  expect(log.messages).toContainEqual('Old sessions could not be deleted');
  damage(opened.shared.database, 'DROP TRIGGER refusal');
  await opened.client.sessions.create({ title: 'Newer' });
  await expect(opened.client.sessions.get({ id: old.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a session whose last use cannot be told counts as idle, and has no age: it is listed, closed and pruned like others', async () => {
  const opened = await hostOver();
  const { client } = opened;
  const { id } = await client.sessions.create({ title: 'Timeless' });
  const whole = await client.sessions.create({ title: 'Whole' });
  damage(opened.shared.database, "UPDATE sessions SET last_active_at = 'garbage' WHERE id = ?", id);
  expect(await client.sessions.stats({})).toMatchObject({ active: 1, idle: 1 });
  expect((await client.sessions.list({ state: 'idle' })).sessions).toMatchObject([{ id, state: 'idle' }]);
  expect((await client.sessions.list({ state: 'active' })).sessions).toMatchObject([{ id: whole.id }]);
  for (const time of ['', 'garbage 1', 'garbage']) {
    damage(opened.shared.database, 'UPDATE sessions SET last_active_at = ? WHERE id = ?', time, id);
    expect(await client.sessions.prunePreview({ olderThan: '7d' })).toMatchObject({ total: 0 });
    expect(await client.sessions.prune({ olderThan: '3650d', status: 'idle' })).toMatchObject({ deleted: 0 });
    expect(await client.sessions.prunePreview({ status: 'idle' })).toMatchObject({ total: 1 });
  }
  expect(await client.sessions.closeIdle({})).toEqual({ closed: 1 });
  expect(await client.sessions.prune({ status: 'closed' })).toMatchObject({ deleted: 1 });
});
