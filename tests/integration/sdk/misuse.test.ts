import { describe, expect, it } from 'vitest';
import type { AgentSdk } from '../../../electron/sdk/index';
import { text } from '../../support/modelServer/reply';
import { startTestSdk } from '../../support/sdk';

/** What callers without types, or with a slip, may do. */
const workflow = { name: 'w', steps: [{ id: 'a', prompt: 'go' }] };
type Loose<T> = (...given: unknown[]) => Promise<T>;
/** The library as JavaScript sees it: its own types forbid all of this. */
type Untyped = {
  readonly run: Loose<unknown>;
  readonly createSession: Loose<{ readonly send: Loose<unknown> }>;
  readonly workflow: { readonly run: Loose<{ readonly runId: string }>; readonly resume: Loose<unknown> };
  readonly parallel: Loose<unknown>;
  readonly race: Loose<unknown>;
};
const untyped = (sdk: AgentSdk): Untyped => sdk as unknown as Untyped;

const slips: readonly [string, (sdk: Untyped) => Promise<unknown>][] = [
  ['a prompt that is missing', (sdk) => sdk.run()],
  ['a blank prompt', (sdk) => sdk.run(' \n')],
  ['a message that is no text', async (sdk) => (await sdk.createSession()).send(5)],
  ['a tool that is none', (sdk) => sdk.createSession({ tools: [{}] })],
  ['a listener that is none', (sdk) => sdk.run('go', { onEvent: 5 })],
  ['an approver that is none', (sdk) => sdk.workflow.run(workflow, {}, { requestPermission: true })],
  ['no options to go on with', async (sdk) => sdk.workflow.resume((await sdk.workflow.run(workflow)).runId, null)],
  ['tools to go on with that are none', async (sdk) => sdk.workflow.resume((await sdk.workflow.run(workflow)).runId, { tools: 'x' })],
];

describe('the library answers with a sentence', () => {
  it.each(slips)('to %s', async (_what, slip) => {
    await using test = await startTestSdk(text('done'));
    await expect(slip(untyped(test.sdk))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^[A-Z][\s\S]{20,}/),
    });
    const asked = test.server.requests.filter(({ prompt }) => prompt !== 'go');
    expect(asked).toEqual([]);
  });

  it('to promises in place of tasks', async () => {
    await using test = await startTestSdk(text('done'));
    const { parallel, race } = untyped(test.sdk);
    await expect(parallel([Promise.resolve(1)])).rejects.toThrow('an array of functions');
    await expect(race(5)).rejects.toThrow('an array of functions');
  });

  it.each<[string, (sdk: AgentSdk) => Promise<unknown>]>([
    ['run', (sdk) => sdk.run('go')],
    ['workflow.run', (sdk) => sdk.workflow.run(workflow)],
    ['workflow.resume', (sdk) => sdk.workflow.resume('run_1')],
    ['sessions.stats', (sdk) => sdk.sessions.stats()],
    ['createSession', (sdk) => sdk.createSession()],
  ])('to %s after close()', async (_name, use) => {
    await using test = await startTestSdk(text('done'));
    await test.sdk.close();
    await expect(use(test.sdk)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('was closed') });
  });
});

it('close() ends what runs, whose result still says so', async () => {
  await using test = await startTestSdk({ ...text(''), stallAfter: 0 });
  const run = test.sdk.workflow.run(workflow);
  await expect.poll(() => test.server.openRequests).toBe(1);
  await test.sdk.close();
  expect(await run).toMatchObject({ aborted: true, status: 'failed', startedWithin: { runs: 0 } });
  await expect.poll(() => test.server.openRequests).toBe(0);
});
