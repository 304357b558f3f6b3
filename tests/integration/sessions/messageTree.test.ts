import { describe, expect, it } from 'vitest';
import type { TreeMessage } from '../../../shared/session/timeline';
import { text } from '../../support/modelServer/reply';
import { hostOver, say } from './hostOver';

const shape = ({ kind, line, depth }: TreeMessage) => `${depth} ${kind} ${line}`;

describe('the tree', () => {
  it('keeps every branch; restoring, branching and comparing move in it and destroy nothing', async () => {
    const { client } = await hostOver();
    const { id } = await client.sessions.create({});
    await say(client, id, 'plan');
    const base = await client.sessions.saveCheckpoint({ id, label: 'base' });
    await say(client, id, 'classes');
    const a = await client.sessions.saveCheckpoint({ id, label: 'a' });
    const preview = await client.sessions.restorePreview({ id, checkpointId: base.id });
    expect(preview).toMatchObject({ leftCount: 2, regainedCount: 0, settings: [], files: null });
    expect(preview.leaves.map(shape)).toEqual(['3 prompt classes', '4 reply heard classes']);
    await client.sessions.restoreCheckpoint({ id, checkpointId: base.id });
    await say(client, id, 'hooks');
    const b = await client.sessions.saveCheckpoint({ id, label: 'b' });
    expect((await client.sessions.tree({ id })).map(shape)).toEqual([
      '1 prompt plan',
      '2 reply heard plan',
      '3 prompt classes',
      '4 reply heard classes',
      '3 prompt hooks',
      '4 reply heard hooks',
    ]);
    const [, reply, , end] = await client.sessions.tree({ id });
    expect((await client.sessions.tree({ id, after: reply?.id ?? '', limit: 2 })).map(shape)).toEqual([
      '3 prompt classes',
      '4 reply heard classes',
    ]);
    expect((await client.sessions.tree({ id, after: end?.id ?? '' })).map(shape)).toEqual(['3 prompt hooks', '4 reply heard hooks']);
    await expect(client.sessions.tree({ id, after: 'msg_of_another' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const compared = await client.sessions.compare({ id, left: { checkpointId: a.id }, right: { checkpointId: b.id } });
    expect(compared).toMatchObject({
      commonId: base.messageId,
      commonCount: 2,
      left: { messageCount: 2 },
      right: { messageCount: 2 },
      files: null,
    });
    expect(compared.right.messages[0]).toMatchObject({ content: [{ text: 'hooks' }] });

    const first = (await client.sessions.tree({ id }))[1];
    const branch = await client.sessions.branch({ id, messageId: first?.id ?? '', label: 'again' });
    expect(await client.sessions.get({ id })).toMatchObject({ headId: first?.id, checkpointId: branch.id });
    expect(await say(client, id, 'third way')).toBe('heard third way');
    const labels = (await client.sessions.checkpoints({ id })).map(({ label, automatic }) => (automatic ? `(${label})` : label));
    expect(labels).toEqual(['base', 'a', '(Before restoring “base”)', 'b', '(Before branching “again”)', 'again']);
    expect((await client.sessions.checkpoints({ id })).at(-1)?.parentId).toBe(b.id);
  });

  it('is read in parts, also along a branch that was left', async () => {
    const { client } = await hostOver();
    const { id } = await client.sessions.create({});
    for (const words of ['one', 'two', 'three']) await say(client, id, words);
    const { id: start } = await client.sessions.saveCheckpoint({ id, label: 'end' });
    const whole = await client.sessions.conversation({ id });
    expect(whole.map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await client.sessions.conversation({ id, from: 3, limit: 2 })).toEqual(whole.slice(2, 4));
    await client.sessions.branch({ id, messageId: null });
    expect(await client.sessions.conversation({ id })).toEqual([]);
    expect(await client.sessions.conversation({ id, leafId: whole[3]?.id ?? '' })).toEqual(whole.slice(0, 4));
    expect(await client.sessions.message({ id, messageId: whole[2]?.id ?? '' })).toEqual(whole[2]);
    expect(await client.sessions.restorePreview({ id, checkpointId: start })).toMatchObject({ leftCount: 0, regainedCount: 6 });
  });

  it('shows what settings a checkpoint brings back', async () => {
    const { client, host } = await hostOver();
    const { id } = await client.sessions.create({ model: 'before' });
    const { id: checkpointId } = await client.sessions.saveCheckpoint({ id, label: 'then' });
    await host.store.sessions.update(id, { settings: { ...host.sessions.resume(id).settings, model: 'after' } });
    expect((await client.sessions.restorePreview({ id, checkpointId })).settings).toEqual([{ name: 'model', from: 'after', to: 'before' }]);
    await client.sessions.restoreCheckpoint({ id, checkpointId });
    expect(await client.sessions.get({ id })).toMatchObject({ settings: { model: 'before' } });
  });

  it('refuses points of other sessions, and everything while a turn runs', async () => {
    const { client } = await hostOver({ ...text('slowly and slowly and slowly on'), pauseMs: 30 });
    const [mine, other] = [(await client.sessions.create({})).id, (await client.sessions.create({})).id];
    const { id: checkpointId } = await client.sessions.saveCheckpoint({ id: mine, label: 'start' });
    const missing = { code: 'NOT_FOUND' };
    await expect(client.sessions.restoreCheckpoint({ id: other, checkpointId })).rejects.toMatchObject(missing);
    await expect(client.sessions.restoreCheckpoint({ id: mine, checkpointId: 'cp_none' })).rejects.toMatchObject(missing);
    await expect(client.sessions.restorePreview({ id: other, checkpointId })).rejects.toMatchObject(missing);
    await expect(client.sessions.deleteCheckpoint({ id: other, checkpointId })).rejects.toMatchObject(missing);
    await expect(client.sessions.branch({ id: mine, messageId: 'msg_none' })).rejects.toMatchObject(missing);
    await expect(client.sessions.saveCheckpoint({ id: mine, label: '  ' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(client.sessions.restoreCheckpoint({ id: mine, checkpointId, files: true })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    for await (const item of client.sessions.send({ id: mine, text: 'Go' })) if (item.type === 'text') break;
    await expect(client.sessions.restoreCheckpoint({ id: mine, checkpointId })).rejects.toMatchObject({ code: 'BUSY' });
    await expect(client.sessions.branch({ id: mine, messageId: null })).rejects.toMatchObject({ code: 'BUSY' });
    await client.sessions.stop({ id: mine });
  });

  it('deleting a checkpoint leaves its messages, and what hung from it hangs from its parent', async () => {
    const { client } = await hostOver();
    const { id } = await client.sessions.create({});
    await say(client, id, 'one');
    const [a, b] = [await client.sessions.saveCheckpoint({ id, label: 'a' }), await client.sessions.saveCheckpoint({ id, label: 'b' })];
    const c = await client.sessions.saveCheckpoint({ id, label: 'c' });
    await client.sessions.deleteCheckpoint({ id, checkpointId: b.id });
    expect((await client.sessions.checkpoints({ id })).map((checkpoint) => [checkpoint.id, checkpoint.parentId])).toEqual([
      [a.id, null],
      [c.id, a.id],
    ]);
    expect(await client.sessions.conversation({ id })).toHaveLength(2);
  });

  it('a deleted checkpoint can be brought back once, also while others come and go', async () => {
    const { client } = await hostOver();
    const { id } = await client.sessions.create({});
    await say(client, id, 'one');
    for (const label of ['a', 'b', 'c']) await client.sessions.saveCheckpoint({ id, label });
    const before = await client.sessions.checkpoints({ id });
    const { deletion } = await client.sessions.deleteCheckpoint({ id, checkpointId: before[1]?.id ?? '' });
    expect(await client.sessions.checkpoints({ id })).toHaveLength(2);
    await client.sessions.undeleteCheckpoint({ deletion });
    expect(await client.sessions.checkpoints({ id })).toEqual(before);
    await expect(client.sessions.undeleteCheckpoint({ deletion })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const last = await client.sessions.deleteCheckpoint({ id, checkpointId: before[2]?.id ?? '' });
    await client.sessions.delete({ ids: [id] });
    await expect(client.sessions.undeleteCheckpoint(last)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
