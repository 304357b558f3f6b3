import { describe, expect, it } from 'vitest';
import { damage } from '../../support/damage';
import { text } from '../../support/modelServer/reply';
import { all, echo, hostOver, say } from './hostOver';

const DAY = 86_400_000;

describe('the list', () => {
  it('is filtered by state, model, workflow and words, with the number of all that match', async () => {
    const { client, host } = await hostOver();
    const settings = {
      ...(await client.sessions.create({ title: 'Plain' }).then(({ id }) => host.sessions.resume(id).settings)),
      model: 'm1',
    };
    await host.sessions.create({ id: 'ses_step', title: 'release/Lint', settings, metadata: { workflowName: 'release', runId: 'run_1' } });
    await say(client, 'ses_step', 'the port is 8080');
    await host.store.sessions.update('ses_step', { closedAt: '2026-01-01T00:00:00.000Z' });
    const titles = async (filter: Parameters<typeof client.sessions.list>[0]) =>
      (await client.sessions.list(filter)).sessions.map(({ title }) => title);
    expect(await titles({ state: 'closed' })).toEqual(['release/Lint']);
    expect(await titles({ state: 'active' })).toEqual(['Plain']);
    expect(await titles({ workflow: 'release' })).toEqual(['release/Lint']);
    expect(await titles({ model: 'm1', search: '8080' })).toEqual(['release/Lint']);
    expect(await titles({ model: 'other' })).toEqual([]);
    expect(await client.sessions.list({ limit: 1 })).toMatchObject({ total: 2, sessions: [{ title: 'release/Lint' }] });
    expect(await client.sessions.facets({})).toEqual({ workflows: ['release'], models: ['m1'] });
  });

  it('has the same states as the counts', async () => {
    const { client, host } = await hostOver(echo, { sessionManager: { idleTimeoutMs: 1_000 } });
    for (const [index, title] of ['idle', 'closed', 'active'].entries()) {
      const { id } = await client.sessions.create({ title });
      if (index < 2) await host.store.sessions.update(id, { lastActiveAt: new Date(Date.now() - DAY).toISOString() });
      if (title === 'closed') await host.store.sessions.update(id, { closedAt: '2026-01-01T00:00:00.000Z' });
    }
    for (const state of ['active', 'idle', 'closed'] as const) {
      const { sessions } = await client.sessions.list({ state });
      expect(sessions.map(({ title, state: shown }) => [title, shown])).toEqual([[state, state]]);
    }
    expect(await client.sessions.stats({})).toEqual({ total: 3, active: 1, idle: 1, closed: 1 });
    expect(await client.sessions.closeIdle({})).toEqual({ closed: 1 });
    expect(await client.sessions.stats({})).toEqual({ total: 3, active: 1, idle: 0, closed: 2 });
  });

  it('takes a session whose process is gone for what it is without it, also where it is filtered by state', async () => {
    const opened = await hostOver(echo, { sessionManager: { idleTimeoutMs: 1_000 } });
    const { client, host } = opened;
    const { id } = await client.sessions.create({ title: 'Left' });
    await host.store.sessions.update(id, { lastActiveAt: new Date(Date.now() - DAY).toISOString() });
    damage(opened.shared.database, "INSERT INTO owners SELECT 'gone', 2147483646, host, boot, space, start, seen_at FROM owners LIMIT 1");
    damage(opened.shared.database, "UPDATE sessions SET owner = 'gone' WHERE id = ?", id);
    expect((await client.sessions.list({ state: 'active' })).sessions).toEqual([]);
    expect((await client.sessions.list({ state: 'idle', search: 'left' })).sessions).toMatchObject([{ id, state: 'idle', isBusy: false }]);
    expect(await client.sessions.list({ state: 'idle' })).toMatchObject({ total: 1 });
    expect(await client.sessions.stats({})).toMatchObject({ active: 0, idle: 1 });
  });

  it('opens though a row is damaged, which can still be deleted', async () => {
    const { client, shared } = await hostOver();
    await client.sessions.create({ title: 'Whole' });
    const { id } = await client.sessions.create({ title: 'Damaged' });
    damage(shared.database, 'UPDATE sessions SET settings = \'{"model":\' WHERE id = ?', id);
    expect((await client.sessions.list({})).sessions.map(({ title }) => title)).toEqual(['Whole']);
    await expect(client.sessions.get({ id })).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('damaged') });
    await expect(all(client.sessions.send({ id, text: 'x' }))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(await client.sessions.stats({})).toMatchObject({ total: 2 });
    expect(await client.sessions.prune({ olderThan: '0ms', status: 'active' })).toMatchObject({ deleted: 2 });
  });

  it('and a session whose message is damaged open all the same: it says so in its place, and the session goes on from before it', async () => {
    const { client, shared } = await hostOver();
    const { id } = await client.sessions.create({ title: 'Talk' });
    await say(client, id, 'first words');
    const before = await client.sessions.saveCheckpoint({ id, label: 'before' });
    await say(client, id, 'lost words');
    damage(shared.database, "UPDATE messages SET content = '[{' WHERE depth = 3");
    const isDamaged = expect.stringContaining('is damaged');
    expect((await client.sessions.list({ search: 'words' })).sessions).toMatchObject([{ title: 'Talk' }]);
    expect((await client.sessions.conversation({ id })).map(({ content }) => content[0]?.text)).toEqual([
      'first words',
      'heard first words',
      isDamaged,
      'heard lost words',
    ]);
    expect((await client.sessions.tree({ id }))[2]?.line).toEqual(isDamaged);
    await expect(say(client, id, 'go on')).rejects.toMatchObject({ code: 'STORE_FAILED', message: isDamaged });
    const preview = await client.sessions.restorePreview({ id, checkpointId: before.id });
    expect(preview.leaves.map(({ line }) => line)).toEqual([isDamaged, 'heard lost words']);
    await client.sessions.restoreCheckpoint({ id, checkpointId: before.id });
    expect(await say(client, id, 'again')).toBe('heard again');
  });

  it.each([{ limit: -1 }, { limit: 0 }, { limit: 1001 }, { offset: -1 }, { limit: 1.5 }])('refuses %j', async (part) => {
    const { client } = await hostOver();
    await expect(client.sessions.list(part)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('says where in each session the words were said last, and that only a title has them', async () => {
    const { client } = await hostOver();
    const { id } = await client.sessions.create({ title: 'Talk' });
    await say(client, id, 'the port is 8080');
    await say(client, id, 'no port at all');
    await client.sessions.create({ title: 'The port of Hamburg' });
    const other = await client.sessions.create({ title: 'Other' });
    await say(client, other.id, 'nothing');
    const { sessions, total, matches } = await client.sessions.list({ search: 'port' });
    expect([sessions.map(({ title }) => title).toSorted(), total]).toEqual([['Talk', 'The port of Hamburg'], 2]);
    expect(matches).toMatchObject([{ sessionId: id, depth: 4, role: 'assistant', excerpt: 'heard no port at all' }]);
    expect(await client.sessions.list({ search: 'port', offset: 1, limit: 1 })).toMatchObject({ sessions: [sessions[1]], total: 2 });
    expect(await client.sessions.list({ search: '?!' })).toEqual({ sessions: [], damaged: [], total: 0, matches: [] });
  });

  it('finds what was said, with the words around it', async () => {
    const { client } = await hostOver();
    const { id } = await client.sessions.create({ title: 'Talk' });
    await say(client, id, `${'long before '.repeat(20)}the API runs on port 8080 ${'long after '.repeat(20)}`);
    const [match] = await client.sessions.find({ search: 'port 8080' });
    expect(match).toMatchObject({ sessionId: id, depth: 1, role: 'user' });
    expect(match?.excerpt).toContain('port 8080');
    expect(match?.excerpt.length).toBeLessThanOrEqual(160);
    expect(await client.sessions.find({ search: '8080', id: 'ses_other' })).toEqual([]);
  });
});

describe('deleting', () => {
  it('can be taken back: list, counts, search and conversation are as before', async () => {
    const { client } = await hostOver();
    const { id } = await client.sessions.create({ title: 'Precious' });
    await say(client, id, 'keep me');
    const before = await client.sessions.list({});
    const { deletion } = await client.sessions.delete({ ids: [id] });
    expect(await client.sessions.list({})).toEqual({ sessions: [], damaged: [], total: 0, matches: [] });
    expect(await client.sessions.find({ search: 'keep' })).toEqual([]);
    await expect(client.sessions.get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await client.sessions.undelete({ deletion })).toEqual({ restored: 1 });
    expect(await client.sessions.list({})).toEqual(before);
    await expect(client.sessions.undelete({ deletion })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused while a turn runs, and pruning passes such a session over', async () => {
    const { client } = await hostOver({ ...text('slowly and slowly and slowly on'), pauseMs: 30 });
    const { id } = await client.sessions.create({});
    for await (const item of client.sessions.send({ id, text: 'Go' })) if (item.type === 'text') break;
    await expect(client.sessions.delete({ ids: [id] })).rejects.toMatchObject({ code: 'BUSY' });
    expect(await client.sessions.prune({ olderThan: '0ms' })).toMatchObject({ deleted: 0 });
    await client.sessions.stop({ id });
  });

  it('shows first what pruning would delete, and deletes that', async () => {
    const { client, host } = await hostOver();
    const { id } = await client.sessions.create({ title: 'Old' });
    await client.sessions.create({ title: 'New' });
    await host.store.sessions.update(id, { lastActiveAt: new Date(Date.now() - 8 * DAY).toISOString() });
    expect(await client.sessions.prunePreview({ olderThan: '7d' })).toMatchObject({
      total: 1,
      sessions: [{ id, title: 'Old', state: 'idle' }],
    });
    expect(await client.sessions.prune({ olderThan: '7d' })).toMatchObject({ deleted: 1 });
    expect((await client.sessions.list({})).sessions.map(({ title }) => title)).toEqual(['New']);
  });

  it.each([{}, { olderThan: '' }, { olderThan: '7x' }, { olderThan: '-1d' }])('prunes nothing for %j', async (filter) => {
    const { client } = await hostOver();
    await client.sessions.create({});
    await expect(client.sessions.prune(filter)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(client.sessions.prunePreview(filter)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await client.sessions.stats({})).toMatchObject({ total: 1 });
  });
});
