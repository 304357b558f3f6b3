import { expect, test } from 'vitest';
import type { Store } from '../../../electron/store/store';
import type { CallDecision } from '../../../shared/session/decision';
import type { Message } from '../../../shared/session/session';
import { sampleMessage, sampleSession } from './samples';
import { openedStore, temporaryFile } from './support';

const AT = '2026-01-01T00:00:03.000Z';
const asked: CallDecision = { callId: 'call_1', state: 'asked', reason: 'bash changes things', at: AT };
const denied: CallDecision = { callId: 'call_1', state: 'denied', reason: 'the person said no', reply: 'Use git mv.', at: AT };
const allowed: CallDecision = { callId: 'call_1', state: 'allowed', reason: 'the mode allows reading', at: AT };
const answered: CallDecision = { ...denied, askedBecause: asked.reason };

const resultOf = (id: string, parent: Message) =>
  sampleMessage(id, 'ses_1', parent, { content: [{ type: 'tool_result', tool_use_id: 'call_1', content: 'x' }] });

async function storeWithCall(file = temporaryFile()): Promise<{ readonly store: Store; readonly call: Message }> {
  const store = openedStore(file);
  await store.sessions.create(sampleSession('ses_1'));
  const call = sampleMessage('msg_call', 'ses_1', null, {
    role: 'assistant',
    content: [{ type: 'tool_use', id: 'call_1', name: 'bash', input: {} }],
  });
  await store.sessions.append(call, null);
  return { store, call };
}

test('what was asked and answered about a call is with its result, also once the store is opened again', async () => {
  const file = temporaryFile();
  const { store, call } = await storeWithCall(file);
  const result = resultOf('msg_result', call);
  await store.sessions.addDecision('ses_1', asked);
  expect(store.sessions.decisions('ses_1')).toEqual([{ ...asked, messageId: null }]);
  await store.sessions.addDecision('ses_1', denied);
  await store.sessions.append(result, null);
  await store.close();
  const { sessions } = openedStore(file);
  expect(sessions.conversation('msg_result')).toEqual([call, { ...result, decision: answered }]);
  expect(sessions.message('msg_result')).toEqual({ ...result, decision: answered });
  expect(sessions.messages('ses_1', { after: 'msg_call' })).toEqual([{ ...result, decision: answered }]);
  expect(sessions.decisions('ses_1')).toEqual([{ ...answered, messageId: 'msg_result' }]);
});

test('a decision and the result written in one turn of the event loop share a commit', async () => {
  const commits: number[] = [];
  const store = openedStore(temporaryFile(), { onCommit: (writes) => commits.push(writes) });
  await store.sessions.create(sampleSession('ses_1'));
  commits.length = 0;
  await Promise.all([
    store.sessions.addDecision('ses_1', allowed),
    store.sessions.append({ ...resultOf('msg_result', sampleMessage('', 'ses_1', null)), parentId: null, depth: 1 }, null),
  ]);
  expect(commits).toEqual([2]);
  expect(store.sessions.message('msg_result')?.decision).toEqual(allowed);
});

test('a call id that comes again, on another branch or later, has its own decision', async () => {
  const { store, call } = await storeWithCall();
  const { sessions } = store;
  await sessions.addDecision('ses_1', allowed);
  await sessions.append(resultOf('msg_first', call), null);
  await sessions.moveHead('ses_1', { headId: call.id });
  await sessions.append(resultOf('msg_refused', call), null);
  await sessions.addDecision('ses_1', denied);
  await sessions.append(resultOf('msg_again', resultOf('msg_refused', call)), null);
  const decisionOf = (id: string) => sessions.message(id)?.decision;
  expect(['msg_first', 'msg_refused', 'msg_again'].map(decisionOf)).toEqual([allowed, undefined, denied]);
});

test('a question that nobody answered is followed by the next one', async () => {
  const { store, call } = await storeWithCall();
  await store.sessions.addDecision('ses_1', asked);
  await store.sessions.addDecision('ses_1', asked);
  await store.sessions.addDecision('ses_1', denied);
  await store.sessions.append(resultOf('msg_result', call), null);
  expect(store.sessions.decisions('ses_1')).toMatchObject([asked, answered]);
  expect(store.sessions.message('msg_result')?.decision).toEqual(answered);
});

test('decisions are read in parts, hidden with their session, and deleted with it', async () => {
  const { store } = await storeWithCall();
  const { sessions } = store;
  const all = ['a', 'b', 'c'].map((callId) => ({ ...allowed, callId }));
  for (const decision of all) await sessions.addDecision('ses_1', decision);
  expect(sessions.decisions('ses_1', { offset: 1, limit: 1 })).toMatchObject([{ callId: 'b' }]);
  await sessions.hide(['ses_1'], { deletion: 'del_1', at: AT });
  expect(sessions.decisions('ses_1')).toEqual([]);
  await sessions.unhide('del_1');
  expect(sessions.decisions('ses_1')).toMatchObject(all);
  await sessions.delete(['ses_1']);
  await sessions.create(sampleSession('ses_1'));
  expect(sessions.decisions('ses_1')).toEqual([]);
  await expect(sessions.addDecision('ses_2', allowed)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
