import { describe, expect, it } from 'vitest';
import { textOf } from '../../../electron/sessions/conversation';
import { damage } from '../../support/damage';
import { echo, hostOver, say } from './hostOver';

const isDamaged = { code: 'STORE_FAILED', message: expect.stringContaining('damaged') };

/** Two sessions of four turns each: messages 1 to 8 are the first's, 9 to 16 the second's. Checkpoints stand after the first turn and at the end. */
async function scene() {
  const requests: string[][] = [];
  const opened = await hostOver((request) => {
    requests.push(request.body.messages.map(({ content }) => String(content[0]?.text)));
    return echo(request);
  });
  const { client, host } = opened;
  const { id } = await client.sessions.create({ title: 'First' });
  const early = await saidAndSaved(id, ['one']);
  const late = await saidAndSaved(id, ['two', 'three', 'four']);
  const other = await client.sessions.create({ title: 'Second' });
  await saidAndSaved(other.id, ['five', 'six', 'seven', 'eight']);

  async function saidAndSaved(sessionId: string, words: readonly string[]) {
    for (const word of words) await say(client, sessionId, word);
    return client.sessions.saveCheckpoint({ id: sessionId, label: words.join() });
  }

  return { ...opened, id, other: other.id, early, late, requests, messages: () => host.store.sessions.conversation(late.messageId) };
}

/** What is damaged, and how: between the checkpoints, then at the head. */
const DAMAGES = [
  'UPDATE messages SET parent = NULL WHERE number = 5',
  'UPDATE messages SET depth = 77 WHERE number = 5',
  'UPDATE messages SET depth = 1 WHERE number = 5',
  'UPDATE messages SET depth = 0 WHERE number = 5',
  'UPDATE messages SET parent = 1 WHERE number = 5',
  'UPDATE messages SET parent = 5 WHERE number = 5',
  'UPDATE messages SET parent = 4242 WHERE number = 5',
  'UPDATE messages SET parent = 12 WHERE number = 5',
  'UPDATE messages SET session = 2 WHERE number = 5',
  'DELETE FROM messages WHERE number = 5',
  'UPDATE messages SET parent = NULL WHERE number = 8',
  'UPDATE messages SET depth = 77 WHERE number = 8',
  'UPDATE messages SET depth = 1 WHERE number = 8',
  'UPDATE messages SET depth = 0 WHERE number = 8',
  'UPDATE messages SET parent = 1 WHERE number = 8',
  'UPDATE messages SET parent = 15 WHERE number = 8',
];

describe.each(DAMAGES)('after %s', (statement) => {
  it('the conversation is refused wherever it is used, whole or in part, and nothing is sent of it', async () => {
    const opened = await scene();
    const { client, id, late, requests, host } = opened;
    damage(opened.shared.database, statement);
    const before = host.store.sessions.get(id)?.headId;
    const sent = requests.length;
    await expect(say(client, id, 'go on')).rejects.toMatchObject(isDamaged);
    expect(opened.messages).toThrow(expect.objectContaining(isDamaged));
    await expect(client.sessions.conversation({ id })).rejects.toMatchObject(isDamaged);
    await expect(client.sessions.conversation({ id, limit: 2 })).rejects.toMatchObject(isDamaged);
    await expect(client.sessions.conversation({ id, from: 3, limit: 3 })).rejects.toMatchObject(isDamaged);
    await expect(client.sessions.restoreCheckpoint({ id, checkpointId: late.id })).rejects.toMatchObject(isDamaged);
    await expect(client.sessions.restorePreview({ id, checkpointId: late.id })).rejects.toMatchObject(isDamaged);
    await expect(client.sessions.branch({ id, messageId: late.messageId, label: 'again' })).rejects.toMatchObject(isDamaged);
    const points = { left: { messageId: late.messageId }, right: { messageId: null } };
    await expect(client.sessions.compare({ id, ...points })).rejects.toMatchObject(isDamaged);
    expect(requests.length).toBe(sent);
    expect(host.store.sessions.get(id)?.headId).toBe(before);
    expect(await client.sessions.checkpoints({ id })).toHaveLength(2);
  });

  it('the list and the tree open, other sessions go on, and this one does from before the damage', async () => {
    const opened = await scene();
    const { client, id, other, early, requests } = opened;
    damage(opened.shared.database, statement);
    expect(await client.sessions.list({})).toMatchObject({ total: 2, sessions: [{ id: other }, { id }] });
    const lines = (await client.sessions.tree({ id })).map(({ line }) => line);
    expect(lines.slice(0, 4)).toEqual(['one', 'heard one', 'two', 'heard two']);
    expect(await client.sessions.restorePreview({ id, checkpointId: early.id })).toMatchObject({ checkpoint: { id: early.id } });
    await client.sessions.restoreCheckpoint({ id, checkpointId: early.id });
    expect(await say(client, id, 'again')).toBe('heard again');
    expect(requests.at(-1)).toEqual(['one', 'heard one', 'again']);
  });
});

it('a part that is not behind the damage is read', async () => {
  const opened = await scene();
  damage(opened.shared.database, 'UPDATE messages SET parent = NULL WHERE number = 5');
  const { client, id } = opened;
  const part = await client.sessions.conversation({ id, from: 6, limit: 2 });
  expect(part.map(({ depth }) => depth)).toEqual([6, 7]);
  expect(await client.sessions.conversation({ id, from: 9 })).toEqual([]);
});

it('the tree says where something before a message is missing, and shows the message', async () => {
  const opened = await scene();
  damage(opened.shared.database, 'DELETE FROM messages WHERE number = 5');
  const tree = await opened.client.sessions.tree({ id: opened.id });
  expect(tree.map(({ line }) => line)).toEqual([
    'one',
    'heard one',
    'two',
    'heard two',
    expect.stringContaining('is damaged'),
    'four',
    'heard four',
  ]);
  const after = tree[4];
  expect(after?.parentId).toBeNull();
  const { content } = await opened.client.sessions.message({ id: opened.id, messageId: after?.id ?? '' });
  expect(textOf(content)).toBe('heard three');
});

it('a point that was sound is looked at again once something else wrote to the file', async () => {
  const opened = await scene();
  const { client, id, early, late } = opened;
  for (const { id: checkpointId } of [early, late, early]) await client.sessions.restoreCheckpoint({ id, checkpointId });
  damage(opened.shared.database, 'UPDATE messages SET depth = 77 WHERE number = 5');
  await expect(client.sessions.restoreCheckpoint({ id, checkpointId: late.id })).rejects.toMatchObject(isDamaged);
  expect(await say(client, id, 'go on')).toBe('heard go on');
});

it.each([
  'UPDATE sessions SET head = 4242 WHERE number = 1',
  'UPDATE sessions SET head = 12 WHERE number = 1',
  'DELETE FROM messages WHERE number = 8',
])('a session whose head is none of its messages is refused (%s): it is not taken for an empty one', async (statement) => {
  const opened = await scene();
  const { client, id, other, early, requests, host } = opened;
  damage(opened.shared.database, statement);
  const sent = requests.length;
  await expect(say(client, id, 'go on')).rejects.toMatchObject(isDamaged);
  await expect(client.sessions.get({ id })).rejects.toMatchObject(isDamaged);
  await expect(client.sessions.conversation({ id })).rejects.toMatchObject(isDamaged);
  await expect(client.sessions.restoreCheckpoint({ id, checkpointId: early.id })).rejects.toMatchObject(isDamaged);
  await expect(client.sessions.branch({ id, messageId: null, label: 'anew' })).rejects.toMatchObject(isDamaged);
  expect(requests.length).toBe(sent);
  expect(host.store.sessions.messages(id).length).toBeGreaterThanOrEqual(7);
  expect((await client.sessions.list({})).sessions).toMatchObject([{ id: other }]);
  expect(await say(client, other, 'go on')).toBe('heard go on');
  expect(await client.sessions.delete({ ids: [id] })).toMatchObject({ deleted: 1 });
});

it('a checkpoint whose message is gone is refused: it is not taken for one of an empty session', async () => {
  const opened = await scene();
  const { client, id, early, late } = opened;
  damage(opened.shared.database, 'UPDATE checkpoints SET message = 4242 WHERE id = ?', early.id);
  await expect(client.sessions.restoreCheckpoint({ id, checkpointId: early.id })).rejects.toMatchObject(isDamaged);
  expect((await client.sessions.checkpoints({ id })).map(({ label }) => label)).toEqual([late.label]);
  expect((await client.sessions.conversation({ id })).length).toBe(8);
});
