import { beforeEach, expect, it, vi } from 'vitest';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import { AppError } from '../../../shared/lib/appError';
import type { Message } from '../../../shared/session/session';

/** The modules as a window that was opened or reloaded has them. */
async function reloaded() {
  vi.resetModules();
  const store = await import('../../../renderer/features/sessions/sessionsStore');
  const outbox = await import('../../../renderer/features/sessions/outbox');
  return { ...outbox, type: store.setDraft, draft: () => store.sessionsStore.getState().drafts.s };
}

/** What is kept are the properties, as in a browser. */
class KeptHere {
  [key: string]: unknown;
  getItem(key: string) {
    return this[key] ?? null;
  }
  setItem(key: string, value: string) {
    this[key] = value;
  }
  removeItem(key: string) {
    delete this[key];
  }
}

/** A host whose conversation goes on with these prompts after the depth asked for. */
function hostWith(...prompts: readonly string[]): StepgraphClient {
  const messages = prompts.map((text) => ({ role: 'user', content: [{ type: 'text', text }] }) as unknown as Message);
  return { sessions: { conversation: async ({ from }: { from: number }) => (from === 3 ? messages : []) } } as unknown as StepgraphClient;
}

beforeEach(() => {
  vi.stubGlobal('localStorage', new KeptHere());
  vi.stubGlobal('sessionStorage', new KeptHere());
});

it('a message that did not come into the conversation goes back into the box, before what was typed meanwhile', async () => {
  const { keepSent, giveBackUnstored, type, draft } = await reloaded();
  keepSent('s', { text: 'My long thought', after: 2 });
  type('s', 'and another');
  expect(await giveBackUnstored(hostWith(), 's')).toBe(true);
  expect(draft()).toBe('My long thought\n\nand another');
  expect(await giveBackUnstored(hostWith(), 's')).toBe(false);
});

it('a message that is in the conversation is not given back', async () => {
  const { keepSent, giveBackUnstored, draft } = await reloaded();
  keepSent('s', { text: 'Go', after: 2 });
  expect(await giveBackUnstored(hostWith('Another’s', 'Go'), 's')).toBe(false);
  expect(draft()).toBeUndefined();
});

it('a message that begins with white space is found in the conversation too', async () => {
  const { keepSent, giveBackUnstored } = await reloaded();
  keepSent('s', { text: '  - Go', after: 2 });
  expect(await giveBackUnstored(hostWith('  - Go'), 's')).toBe(false);
});

it('a message of which the host said that it is stored is not looked for; another prompt is not it', async () => {
  const { keepSent, promptStored, giveBackUnstored, draft } = await reloaded();
  keepSent('s', { text: 'Go', after: 2 });
  promptStored('s', 'Another’s');
  promptStored('s', 'Go');
  expect(await giveBackUnstored(hostWith(), 's')).toBe(false);
  expect(draft()).toBeUndefined();
});

it('outlives a reload and the end of the host; a window that was open already leaves it to the one that sent it', async () => {
  const another = await reloaded();
  (await reloaded()).keepSent('s', { text: 'Go', after: 2 });
  expect(await another.giveBackUnstored(hostWith(), 's')).toBe(false);
  const after = await reloaded();
  expect(await after.giveBackUnstored(hostWith(), 's')).toBe(true);
  expect(after.draft()).toBe('Go');
});

it('a session that cannot be asked loses nothing', async () => {
  const { keepSent, giveBackUnstored, draft } = await reloaded();
  keepSent('s', { text: 'Go', after: 2 });
  const conversation = () => Promise.reject(new AppError('NOT_FOUND', 'It was deleted.'));
  expect(await giveBackUnstored({ sessions: { conversation } } as unknown as StepgraphClient, 's')).toBe(true);
  expect(draft()).toBe('Go');
});
