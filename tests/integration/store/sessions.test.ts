import { expect, test } from 'vitest';
import type { Store } from '../../../electron/store/store';
import type { Checkpoint, Message } from '../../../shared/session/session';
import { sampleMessage, sampleSession } from './samples';
import { openedStore, recordingLog, temporaryFile } from './support';

const usage = { inputTokens: 100, outputTokens: 20, cacheReadTokens: 3, cacheWriteTokens: 4 };

/** root – a – b, and c beside b. */
async function storedTree(store: Store) {
  await store.sessions.create(sampleSession('ses_1'));
  const root = sampleMessage('msg_root', 'ses_1', null);
  const a = sampleMessage('msg_a', 'ses_1', root, { role: 'assistant', model: 'claude', stopReason: 'end_turn', usage });
  const b = sampleMessage('msg_b', 'ses_1', a);
  const c = sampleMessage('msg_c', 'ses_1', a, { interrupted: true });
  for (const message of [root, a, b, c]) await store.sessions.append(message, message.usage ? 0.5 : null);
  return { root, a, b, c };
}

test('a session comes back whole', async () => {
  const file = temporaryFile();
  const store = openedStore(file);
  const session = sampleSession('ses_1', {
    metadata: { runId: 'run_1', stepId: 'read', workflowName: 'release-check', workflowDescription: 'Checks' },
    settings: {
      ...sampleSession('').settings,
      tools: ['read', { name: 'own' }],
      mcpServers: [{ name: 'files', command: 'npx', args: ['-y'] }],
    },
    usage,
    costUsd: null,
    closedAt: '2026-01-02T00:00:00.000Z',
  });
  await store.sessions.create(session);
  await store.close();
  const reopened = openedStore(file);
  expect(reopened.sessions.get('ses_1')).toEqual(session);
  expect(reopened.sessions.list({ runId: 'run_1' })).toEqual([session]);
  expect(reopened.sessions.list({ runId: 'run_2' })).toEqual([]);
});

test('appending moves the head and adds up what was spent', async () => {
  const store = openedStore();
  const { c } = await storedTree(store);
  expect(store.sessions.get('ses_1')).toMatchObject({ headId: c.id, messageCount: 3, usage, costUsd: 0.5 });
});

test('spending of unknown price makes the whole cost unknown', async () => {
  const store = openedStore();
  const { c } = await storedTree(store);
  await store.sessions.append(sampleMessage('msg_d', 'ses_1', c, { role: 'assistant', usage }), null);
  expect(store.sessions.get('ses_1')?.costUsd).toBeNull();
});

test('a conversation is the way from the root to a message; branches stay', async () => {
  const store = openedStore();
  const { root, a, b, c } = await storedTree(store);
  expect(store.sessions.conversation('msg_b')).toEqual([root, a, b]);
  expect(store.sessions.conversation('msg_c')).toEqual([root, a, c]);
  expect(store.sessions.conversation(null)).toEqual([]);
  expect(store.sessions.messages('ses_1')).toEqual([root, a, b, c]);
});

test('content comes back verbatim, large content too', async () => {
  const store = openedStore();
  await store.sessions.create(sampleSession('ses_1'));
  const content = [
    { type: 'thinking', thinking: 'Hm', signature: 'abc=' },
    { type: 'tool_use', id: 'toolu_1', name: 'read', input: { path: 'ä/ö', deep: [1, { null: null }] } },
    { type: 'text', text: 'Ω\u0000\ud83d\ude00 '.repeat(50_000) },
  ];
  const message = sampleMessage('msg_1', 'ses_1', null, { content });
  await store.sessions.append(message, null);
  expect(store.sessions.conversation('msg_1')).toEqual([message]);
});

test('the head can be moved to any message of the session, and to none', async () => {
  const store = openedStore();
  await storedTree(store);
  await store.sessions.moveHead('ses_1', { headId: 'msg_a' });
  expect(store.sessions.get('ses_1')).toMatchObject({ headId: 'msg_a', messageCount: 2 });
  await store.sessions.moveHead('ses_1', { headId: null });
  await store.sessions.update('ses_1', { title: 'Again', closedAt: '2026-01-03T00:00:00.000Z' });
  expect(store.sessions.get('ses_1')).toMatchObject({
    headId: null,
    messageCount: 0,
    title: 'Again',
    closedAt: '2026-01-03T00:00:00.000Z',
  });
});

test('what does not belong together is refused and changes nothing', async () => {
  const store = openedStore();
  const { root } = await storedTree(store);
  await store.sessions.create(sampleSession('ses_2'));
  const missing = { code: 'NOT_FOUND' };
  await expect(store.sessions.append(sampleMessage('msg_x', 'ses_none', null), null)).rejects.toMatchObject(missing);
  await expect(store.sessions.append(sampleMessage('msg_x', 'ses_2', root), null)).rejects.toMatchObject(missing);
  await expect(store.sessions.moveHead('ses_2', { headId: 'msg_a', checkpointId: 'cp_1' })).rejects.toMatchObject(missing);
  await expect(store.sessions.update('ses_none', { title: 'New' })).rejects.toMatchObject(missing);
  expect(store.sessions.get('ses_2')).toEqual(sampleSession('ses_2'));
  expect(store.sessions.messages('ses_1')).toHaveLength(4);
});

test('checkpoints are points of the tree with their settings', async () => {
  const store = openedStore();
  await storedTree(store);
  const checkpoint: Checkpoint = {
    id: 'cp_1',
    sessionId: 'ses_1',
    label: 'Schema done',
    messageId: 'msg_a',
    messageCount: 2,
    parentId: null,
    automatic: false,
    createdAt: '2026-01-01T00:00:03.000Z',
    settings: sampleSession('').settings,
  };
  const empty: Checkpoint = { ...checkpoint, id: 'cp_2', parentId: 'cp_1', messageId: null, messageCount: 0, automatic: true };
  await store.sessions.saveCheckpoint(checkpoint);
  await store.sessions.saveCheckpoint(empty);
  expect(store.sessions.checkpoints('ses_1')).toEqual([checkpoint, empty]);
  const bringBack = await store.sessions.deleteCheckpoint('ses_1', 'cp_1');
  expect(await store.sessions.deleteCheckpoint('ses_1', 'cp_1')).toBeUndefined();
  expect(store.sessions.checkpoints('ses_1')).toEqual([{ ...empty, parentId: null }]);
  expect(store.sessions.get('ses_1')?.checkpointId).toBeUndefined();
  await bringBack?.();
  expect(store.sessions.checkpoints('ses_1')).toEqual([checkpoint, empty]);
  expect(store.sessions.get('ses_1')?.checkpointId).toBe('cp_1');
});

test('a deleted checkpoint comes back without taking anything from what was done since', async () => {
  const store = openedStore();
  await storedTree(store);
  const point = (id: string, parentId: string | null): Checkpoint => ({
    id,
    sessionId: 'ses_1',
    label: id,
    messageId: 'msg_a',
    messageCount: 2,
    parentId,
    automatic: false,
    createdAt: '2026-01-01T00:00:03.000Z',
    settings: sampleSession('').settings,
  });
  for (const checkpoint of [point('cp_1', null), point('cp_2', 'cp_1')]) await store.sessions.saveCheckpoint(checkpoint);
  const bringBackSecond = await store.sessions.deleteCheckpoint('ses_1', 'cp_2');
  await store.sessions.saveCheckpoint(point('cp_3', 'cp_1'));
  const bringBackFirst = await store.sessions.deleteCheckpoint('ses_1', 'cp_1');
  await bringBackSecond?.();
  expect(store.sessions.checkpoints('ses_1')).toEqual([point('cp_3', null), point('cp_2', null)]);
  await bringBackFirst?.();
  expect(store.sessions.checkpoints('ses_1')).toEqual([point('cp_1', null), point('cp_3', 'cp_1'), point('cp_2', null)]);
  expect(store.sessions.get('ses_1')?.checkpointId).toBe('cp_3');
});

test('deleting sessions deletes their messages, words and checkpoints', async () => {
  const store = openedStore();
  await storedTree(store);
  await store.sessions.create(sampleSession('ses_2'));
  expect(await store.sessions.delete(['ses_1', 'ses_none'])).toBe(1);
  expect(store.sessions.list({}).map((session) => session.id)).toEqual(['ses_2']);
  expect(store.sessions.messages('ses_1')).toEqual([]);
  expect(store.sessions.conversation('msg_b')).toEqual([]);
  expect(store.sessions.search('Message')).toEqual([]);
});

test('the list has the last active first, in pages, with their number', async () => {
  const store = openedStore();
  for (const day of [2, 4, 1, 3])
    await store.sessions.create(sampleSession(`ses_${day}`, { lastActiveAt: `2026-01-0${day}T00:00:00.000Z` }));
  const ids = (offset: number) => store.sessions.list({ limit: 2, offset }).map((session) => session.id);
  expect([ids(0), ids(2), ids(4)]).toEqual([['ses_4', 'ses_3'], ['ses_2', 'ses_1'], []]);
  expect(store.sessions.count({ limit: 1 })).toBe(4);
});

async function withConversations() {
  const store = openedStore();
  const texts: [string, Message['content']][] = [
    ['ses_1', [{ type: 'text', text: 'Die Überprüfung der Datenbank auf Port 8080' }]],
    ['ses_2', [{ type: 'tool_use', id: 't', name: 'grep', input: { pattern: 'database' } }]],
    ['ses_3', [{ type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: '100% of "quotes" AND (brackets)' }] }]],
  ];
  for (const [id, content] of texts) {
    await store.sessions.create(sampleSession(id, { title: `Chat ${id}` }));
    await store.sessions.append(sampleMessage(`msg_${id}`, id, null, { content }), null);
  }
  return store.sessions;
}

test.each([
  ['8080 port', ['ses_1']],
  ['uberprufung', ['ses_1']],
  ['data', ['ses_2']],
  ['Daten', ['ses_1']],
  ['quotes brackets', ['ses_3']],
  ['"quotes', ['ses_3']],
  ['brackets) OR "', []],
  ['NEAR(', []],
  ['*', []],
  ['', []],
])('searching messages for %j finds %j', async (words, expected) => {
  const sessions = await withConversations();
  expect(sessions.search(words).map((match) => match.sessionId)).toEqual(expected);
});

test('sessions are found by title, by id and by what was said in them', async () => {
  const sessions = await withConversations();
  const found = (search: string) => sessions.list({ search }).map((session) => session.id);
  expect([found('chat ses_2'), found('8080'), found('100%'), found('_3')]).toEqual([['ses_2'], ['ses_1'], ['ses_3'], ['ses_3']]);
  expect(sessions.count({ search: 'chat' })).toBe(3);
});

test('a conversation of 10,000 messages is read in well under a second', async () => {
  const store = openedStore();
  await store.sessions.create(sampleSession('ses_1'));
  let parent: Message | null = null;
  const appended: Promise<void>[] = [];
  for (let index = 0; index < 10_000; index += 1) {
    parent = sampleMessage(`msg_${index}`, 'ses_1', parent);
    appended.push(store.sessions.append(parent, null));
  }
  await Promise.all(appended);
  const before = performance.now();
  const conversation = store.sessions.conversation('msg_9999');
  expect(performance.now() - before).toBeLessThan(500);
  expect(conversation.map((message) => message.depth)).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
});

test('a damaged message is an error for its conversation; a search leaves it out', async () => {
  const log = recordingLog();
  const store = openedStore(temporaryFile(), { log });
  await store.sessions.create(sampleSession('ses_1'));
  const damaged = sampleMessage('msg_1', 'ses_1', null, { content: [{ type: 'text', text: 'x' }, JSON.parse('{"text":"no type here"}')] });
  await store.sessions.append(damaged, null);
  await store.sessions.append(sampleMessage('msg_2', 'ses_1', null, { content: [{ type: 'text', text: 'x' }] }), null);
  expect(() => store.sessions.conversation('msg_1')).toThrowError(expect.objectContaining({ code: 'STORE_FAILED' }));
  expect(store.sessions.search('x').map((match) => match.message.id)).toEqual(['msg_2']);
  expect(log.messages).toEqual([expect.stringContaining('message msg_1 is damaged')]);
});
