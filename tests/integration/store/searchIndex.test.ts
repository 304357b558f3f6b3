import { expect, test, vi } from 'vitest';
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
