import { renameSync, rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { unknownModel } from '../../support/modelServer/faults';
import { text, toolUse } from '../../support/modelServer/reply';
import { sequence, turns } from '../../support/modelServer/script';
import { all, echo, hostOver } from './hostOver';

describe('a turn that a person starts', () => {
  it('streams what happens and ends with the answer', async () => {
    const { client, workDir } = await hostOver(turns(toolUse('glob', { pattern: '*' }), text('Nothing there.')));
    const { id } = await client.sessions.create({ title: 'Look around', model: 'model-x' });
    const items = await all(client.sessions.send({ id, text: 'Look' }));
    expect(items.map(({ type }) => type)).toEqual([
      'prompt',
      'stored',
      'usage',
      'tool.start',
      'permission',
      'tool.done',
      'text',
      'usage',
      'done',
    ]);
    expect(items.at(-1)).toMatchObject({ text: 'Nothing there.', toolCalls: ['glob'] });
    expect(await client.sessions.get({ id })).toMatchObject({
      title: 'Look around',
      settings: { model: 'model-x', workDir },
      state: 'active',
    });
  });

  it('goes on when its watcher leaves, is watched again from its beginning, and can be stopped', async () => {
    const { client } = await hostOver({ ...text('slowly and slowly and slowly on and on'), pauseMs: 30 });
    const { id } = await client.sessions.create({});
    for await (const item of client.sessions.send({ id, text: 'Go' })) if (item.type === 'text') break;
    expect(await client.sessions.get({ id })).toMatchObject({ isBusy: true });
    const seen: string[] = [];
    const watching = (async () => {
      for await (const item of client.sessions.watch({ id })) {
        seen.push(item.type);
        if (item.type === 'text') await client.sessions.stop({ id });
      }
    })();
    await expect(watching).rejects.toMatchObject({ code: 'ABORTED' });
    expect(seen.slice(0, 3)).toEqual(['prompt', 'stored', 'text']);
    const messages = await client.sessions.conversation({ id });
    expect(messages.at(-1)).toMatchObject({ role: 'assistant', interrupted: true });
    expect(await all(client.sessions.watch({ id }))).toEqual([]);
    expect(await client.sessions.get({ id })).toMatchObject({ isBusy: false });
  });

  it('waits for the one before it; both are watched one after the other', async () => {
    const { client } = await hostOver(echo);
    const { id } = await client.sessions.create({});
    const [first, second] = [client.sessions.send({ id, text: 'one' }), client.sessions.send({ id, text: 'two' })].map(all);
    const watched = await all(client.sessions.watch({ id }));
    expect([(await first)?.at(-1), (await second)?.at(-1)]).toMatchObject([{ text: 'heard one' }, { text: 'heard two' }]);
    expect(watched.flatMap((item) => (item.type === 'prompt' ? [item.text] : []))).toEqual(['one', 'two']);
  });

  it('names a session that has no name, by the first prompt, however soon the second one comes', async () => {
    const { client } = await hostOver(echo);
    const unnamed = await client.sessions.create({});
    const named = await client.sessions.create({ title: 'Mine' });
    await Promise.all([unnamed, unnamed, named].map(({ id }, turn) => all(client.sessions.send({ id, text: `Prompt ${turn}` }))));
    expect(await client.sessions.get({ id: unnamed.id })).toMatchObject({ title: 'Prompt 0' });
    expect(await client.sessions.get({ id: named.id })).toMatchObject({ title: 'Mine' });
  });

  it('says that it waits for a place, and stores nothing when it is stopped before it has one', async () => {
    const { client } = await hostOver(
      { ...text('slowly and slowly and slowly on and on'), pauseMs: 30 },
      { sessionManager: { maxConcurrentActive: 1 } },
    );
    const [first, second] = [await client.sessions.create({}), await client.sessions.create({})];
    for await (const item of client.sessions.send({ id: first.id, text: 'Go' })) if (item.type === 'stored') break;
    const waiting = all(client.sessions.send({ id: second.id, text: 'Me too' })).catch((error: unknown) => error);
    await expect.poll(() => client.sessions.get({ id: second.id })).toMatchObject({ isBusy: true, isWaiting: true });
    expect(await client.sessions.get({ id: first.id })).toMatchObject({ isBusy: true, isWaiting: false });
    const watched: string[] = [];
    const watching = (async () => {
      for await (const { type } of client.sessions.watch({ id: second.id })) watched.push(type);
    })().catch((error: unknown) => error);
    await expect.poll(() => watched).toEqual(['prompt']);
    await client.sessions.stop({ id: second.id });
    expect([await waiting, await watching]).toMatchObject([{ code: 'ABORTED' }, { code: 'ABORTED' }]);
    expect(watched).toEqual(['prompt']);
    expect(await client.sessions.get({ id: second.id })).toMatchObject({ isBusy: false, isWaiting: false, messageCount: 0 });
    await client.sessions.stop({ id: first.id });
  });

  it('that failed says why until it is gone on with, which sends nothing a second time', async () => {
    const { client, host } = await hostOver(sequence(toolUse('glob', { pattern: '*' }), unknownModel('x'), text('Nothing there.')));
    const { id } = await client.sessions.create({});
    await expect(all(client.sessions.send({ id, text: 'Look' }))).rejects.toMatchObject({ code: 'MODEL_REJECTED' });
    const failed = await client.sessions.get({ id });
    expect(failed).toMatchObject({ isBusy: false, unanswered: { reason: expect.stringMatching(/^\p{Lu}.*\.$/su) } });
    const items = await all(client.sessions.retry({ id }));
    expect(items.slice(0, 2)).toEqual([{ type: 'prompt', text: 'Look', replies: 1 }, { type: 'stored' }]);
    expect(items.at(-1)).toMatchObject({ type: 'done', text: 'Nothing there.', toolCalls: ['glob'] });
    const messages = await client.sessions.conversation({ id });
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(await client.sessions.get({ id })).not.toHaveProperty('unanswered');
    expect(host.services.sessions.get(id)).toMatchObject({ messageCount: 4 });
  });

  it('that cannot begin leaves nothing behind, so that its text can be sent again', async () => {
    const { client, workDir } = await hostOver(sequence(text('One.'), text('Two.')));
    const { id } = await client.sessions.create({});
    await all(client.sessions.send({ id, text: 'One' }));
    const moved = `${workDir}-moved`;
    renameSync(workDir, moved);
    onTestFinished(() => rmSync(moved, { recursive: true }));
    const seen: string[] = [];
    const refused = (async () => {
      for await (const { type } of client.sessions.send({ id, text: 'Two' })) seen.push(type);
    })();
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('cannot be opened') });
    expect(seen).toEqual(['prompt']);
    const after = await client.sessions.get({ id });
    expect(after).toMatchObject({ messageCount: 2, isBusy: false });
    expect(after).not.toHaveProperty('unanswered');
    await expect(all(client.sessions.retry({ id }))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await client.sessions.get({ id })).not.toHaveProperty('unanswered');
    const items = await all(client.sessions.send({ id, text: 'Two', workDir: moved }));
    expect(items.at(-1)).toMatchObject({ type: 'done', text: 'Two.' });
    expect(await client.sessions.get({ id })).toMatchObject({ messageCount: 4, settings: { workDir: moved } });
  });

  it('that failed is still unanswered in another host; where the session went elsewhere, it is not', async () => {
    const { client, host, shared } = await hostOver(sequence(text('Noted.'), unknownModel('x')));
    const { id } = await client.sessions.create({});
    await all(client.sessions.send({ id, text: 'One' }));
    const saved = await client.sessions.saveCheckpoint({ id, label: 'answered' });
    await expect(all(client.sessions.send({ id, text: 'Two' }))).rejects.toMatchObject({ code: 'MODEL_REJECTED' });
    const other = await createHost(shared);
    try {
      expect(other.services.sessions.get(id)?.unanswered).toEqual({});
    } finally {
      await other.close();
    }
    await client.sessions.restoreCheckpoint({ id, checkpointId: saved.id });
    expect(host.services.sessions.get(id)?.unanswered).toBeUndefined();
  });

  it.each([
    [{ id: 'ses_unknown', text: 'x' }, 'NOT_FOUND'],
    [{ id: 'ses_unknown', text: ' \n' }, 'INVALID_INPUT'],
  ])('is refused for %j with %s', async (input, code) => {
    const { client } = await hostOver();
    await expect(all(client.sessions.send(input))).rejects.toMatchObject({ code });
  });
});
