import { expect, it } from 'vitest';
import type { AgentSdk } from '../../../electron/sdk/index';
import { text } from '../../support/modelServer/reply';
import { startTestSdk } from '../../support/sdk';

type Loose<T> = (...given: unknown[]) => Promise<T>;
/** Sessions as JavaScript sees them: the library's own types forbid all of this. */
type Untyped = {
  readonly createSession: Loose<{ readonly [method in 'saveCheckpoint' | 'restoreCheckpoint' | 'branch']: Loose<unknown> }>;
  readonly resumeSession: Loose<unknown>;
  readonly sessions: { readonly prune: Loose<number>; readonly list: Loose<unknown> };
};
const untyped = (sdk: AgentSdk): Untyped => sdk as unknown as Untyped;

const slips: readonly [string, (sdk: Untyped) => Promise<unknown>][] = [
  ['nothing to prune', (sdk) => sdk.sessions.prune()],
  ['null to prune', (sdk) => sdk.sessions.prune(null)],
  ['a status that is none', (sdk) => sdk.sessions.prune({ status: 'x' })],
  ['a status that is null', (sdk) => sdk.sessions.prune({ status: null })],
  ['a filter that is misspelt beside one that is not', (sdk) => sdk.sessions.prune({ status: 'active', olderthan: '7d' })],
  ['a negative limit', (sdk) => sdk.sessions.list({ limit: -1 })],
  ['a state there is not', (sdk) => sdk.sessions.list({ state: 'old' })],
  ['nothing to branch from', async (sdk) => (await sdk.createSession()).branch()],
  ['a number to branch from', async (sdk) => (await sdk.createSession()).branch(5)],
  ['a branch with a label that is too long', async (sdk) => (await sdk.createSession()).branch(null, 'x'.repeat(201))],
  ['a session id that is none', (sdk) => sdk.resumeSession({})],
  ['a title that is no text', (sdk) => sdk.createSession({ title: 5 })],
  ['a title that is too long', (sdk) => sdk.createSession({ title: 'x'.repeat(201) })],
  ['a checkpoint without a label', async (sdk) => (await sdk.createSession()).saveCheckpoint()],
  ['a label that is null', async (sdk) => (await sdk.createSession()).saveCheckpoint(null)],
  ['a label that is a number', async (sdk) => (await sdk.createSession()).saveCheckpoint(5)],
  ['a label that is too long', async (sdk) => (await sdk.createSession()).saveCheckpoint('x'.repeat(201))],
  ['a label with a NUL', async (sdk) => (await sdk.createSession()).saveCheckpoint('a\u0000b')],
  ['options of a checkpoint that are null', async (sdk) => (await sdk.createSession()).saveCheckpoint('a', null)],
  ['a plan that is no text', async (sdk) => (await sdk.createSession()).restoreCheckpoint('cp_1', { files: true, shown: 5 })],
  ['an option of saving that is misspelt', async (sdk) => (await sdk.createSession()).saveCheckpoint('a', { file: true })],
  ['an option of restoring that is misspelt', async (sdk) => (await sdk.createSession()).restoreCheckpoint('cp_1', { file: true })],
  ['a checkpoint id that is none', async (sdk) => (await sdk.createSession()).restoreCheckpoint({})],
];

it.each(slips)('the library answers with a sentence to %s', async (_what, slip) => {
  await using test = await startTestSdk(text('done'));
  await expect(slip(untyped(test.sdk))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/^[A-Z][\s\S]{20,}/),
  });
});

it('limits that there are not are named, at once', async () => {
  const misspelt = { sessionManager: { idleTimout: 5 } as object };
  await expect(startTestSdk(text('done'), misspelt)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('sessionManager.idleTimout'),
  });
});

it('what turns words around is left out of titles and labels', async () => {
  await using test = await startTestSdk(text('done'));
  const session = await test.sdk.createSession({ title: ' a\u202eb ' });
  expect(session.title).toBe('ab');
  expect(await session.saveCheckpoint('c\u2066d')).toMatchObject({ label: 'cd' });
});
