import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../../electron/store/connection';
import { MIGRATIONS } from '../../../electron/store/migrations/list';
import type { Store } from '../../../electron/store/store';
import { sampleMessage, sampleSession } from './samples';
import { openedStore, temporaryFile } from './support';

async function addMessages(store: Store, sessionId: string, texts: readonly string[]): Promise<void> {
  await store.sessions.create(sampleSession(sessionId));
  let last = null;
  for (const [index, text] of texts.entries()) {
    last = sampleMessage(`msg_${sessionId}_${index}`, sessionId, last, { content: [{ type: 'text', text }] });
    await store.sessions.append(last, null);
  }
}

const found = (store: Store, words: string) => store.sessions.search(words, { limit: 10_000 }).map(({ message }) => message.id);

test('what was stored a moment ago is found, by messages and by sessions', async () => {
  const store = openedStore();
  await addMessages(store, 'ses_1', ['the port is 8080']);
  expect(found(store, '8080')).toEqual(['msg_ses_1_0']);
  expect(store.sessions.list({ search: '8080' }).map(({ id }) => id)).toEqual(['ses_1']);
  expect(store.sessions.count({ search: '8080' })).toBe(1);
});

test('what one process stored before it ended is found by the next, whatever it had indexed by then', async () => {
  const file = temporaryFile();
  const first = openedStore(file);
  await addMessages(first, 'ses_1', ['alpha', 'beta']);
  expect(found(first, 'alpha')).toHaveLength(1);
  await addMessages(first, 'ses_2', ['alpha', 'gamma']);
  await first.close();
  const second = openedStore(file);
  expect(found(second, 'alpha').sort()).toEqual(['msg_ses_1_0', 'msg_ses_2_0']);
  expect(found(second, 'gamma')).toEqual(['msg_ses_2_1']);
});

test('more messages than fit in one addition are all found', async () => {
  const store = openedStore();
  await store.sessions.create(sampleSession('ses_1'));
  const messages = Array.from({ length: 450 }, (_, index) =>
    sampleMessage(`msg_${index}`, 'ses_1', null, { content: [{ type: 'text', text: 'again' }] }),
  );
  await Promise.all(messages.map((message) => store.sessions.append(message, null)));
  expect(found(store, 'again')).toHaveLength(450);
});

test('messages are indexed by themselves soon after', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const commits: number[] = [];
    const store = openedStore(temporaryFile(), { onCommit: (writes) => commits.push(writes) });
    await addMessages(store, 'ses_1', ['one', 'two']);
    const before = commits.length;
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.waitFor(() => expect(commits.length).toBe(before + 1));
  } finally {
    vi.useRealTimers();
  }
});

test('deleting what is not indexed yet leaves nothing to be found, and what follows is', async () => {
  const store = openedStore();
  await addMessages(store, 'ses_1', ['kept']);
  expect(found(store, 'kept')).toHaveLength(1);
  await addMessages(store, 'ses_2', ['lost', 'lost', 'lost']);
  await store.sessions.delete(['ses_2']);
  await addMessages(store, 'ses_3', ['new']);
  expect(found(store, 'lost')).toEqual([]);
  expect(found(store, 'new')).toEqual(['msg_ses_3_0']);
});

test('a word is found wherever it stands in a long message', async () => {
  const store = openedStore();
  await addMessages(store, 'ses_1', [`${'filler '.repeat(60_000)} zebraword`]);
  expect(found(store, 'zebraword')).toEqual(['msg_ses_1_0']);
});

test.each([
  ['数据库', '这个数据库很大'],
  ['数据库', 'PostgreSQL数据库很大'],
  ['PostgreSQL数据', '用PostgreSQL数据库'],
  ['データベース', 'このデータベースは大きい'],
  ['ฐานข้อมูล', 'นี่คือฐานข้อมูลขนาดใหญ่'],
  ['✅', 'tests pass ✅'],
  ['🚀', 'released🚀today'],
  ['👩‍💻', 'by 👩‍💻 herself'],
])('%s is found within “%s”', async (search, text) => {
  const store = openedStore();
  await addMessages(store, 'ses_1', [text, 'nothing of it']);
  expect(found(store, search)).toEqual(['msg_ses_1_0']);
  expect(store.sessions.list({ search }).map(({ id }) => id)).toEqual(['ses_1']);
});

test('characters of a script without spaces are only found in their order', async () => {
  const store = openedStore();
  await addMessages(store, 'ses_1', ['数据在库里']);
  expect(found(store, '数据库')).toEqual([]);
  expect(found(store, '数据 库')).toEqual(['msg_ses_1_0']);
});

test('what an earlier release indexed is indexed anew', async () => {
  const file = temporaryFile();
  const old = openDatabase(file, MIGRATIONS.slice(0, 5));
  old.exec(`
    INSERT INTO sessions (id, title, created_at, last_active_at, metadata, settings, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens)
      VALUES ('ses_1', 'Talk', '2026', '2026', '{}', '{"workDir":"/"}', 0, 0, 0, 0);
    INSERT INTO messages (id, session, depth, role, content, created_at, interrupted)
      VALUES ('msg_1', 1, 1, 'user', '[{"type":"text","text":"这个数据库很大"}]', '2026', 0);
    INSERT INTO message_words (rowid, text) VALUES (1, '这个数据库很大');`);
  old.close();
  expect(found(openedStore(file), '数据库')).toEqual(['msg_1']);
});
