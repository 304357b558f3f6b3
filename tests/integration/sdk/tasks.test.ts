import { describe, expect, it } from 'vitest';
import { type AgentReply, tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';

const silent = { ...text(''), stallAfter: 0 };
const script = byPrompt(
  ['slow', silent],
  ['work', toolUse('hang', {})],
  ['quick', text('first')],
  ['broken', { ...text(''), status: 400, body: '{}' }],
);

describe('tasks that call the SDK without handing on their signal', () => {
  it.each<[string, (test: Awaited<ReturnType<typeof startTestSdk>>) => Promise<unknown>]>([
    ['sdk.run', ({ sdk }) => sdk.run('slow')],
    ['session.send', async ({ sdk }) => (await sdk.createSession()).send('slow')],
    [
      'session.stream',
      async ({ sdk }) => {
        for await (const _ of (await sdk.createSession()).stream('slow'));
      },
    ],
    ['workflow.run', ({ sdk }) => sdk.workflow.run({ name: 'w', steps: [{ id: 'a', prompt: 'slow' }] })],
    ['a builder', ({ sdk }) => sdk.workflow.define('w').step('a', 'A', 'slow').run()],
    ['a signal of their own', ({ sdk }) => sdk.run('slow', { signal: new AbortController().signal })],
    ['parallel within race', ({ sdk }) => sdk.parallel([() => sdk.run('slow'), () => sdk.run('slow')])],
  ])('stop when they have lost the race: %s', async (_name, lose) => {
    await using test = await startTestSdk(script);
    const ends: Promise<unknown>[] = [];
    const winner = await test.sdk.race<unknown>([
      () => {
        const end = lose(test);
        ends.push(end.catch((error: unknown) => error));
        return end;
      },
      async () => {
        await expect.poll(() => test.server.openRequests).toBeGreaterThan(0);
        return 'won';
      },
    ]);
    expect(winner).toBe('won');
    await Promise.all(ends);
    await expect.poll(() => test.server.openRequests).toBe(0);
  });

  it('stop with the tool they run, when another one fails and failFast is set', async () => {
    const stopped = Promise.withResolvers<unknown>();
    const hang = tool({ name: 'hang', description: 'Hangs', inputSchema: z.object({}), isReadOnly: true }, async (_, { signal }) => {
      started.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      stopped.resolve(signal.aborted);
    });
    const started = Promise.withResolvers<void>();
    await using test = await startTestSdk(script, { tools: [hang] });
    const both = test.sdk.parallel<AgentReply>([() => test.sdk.run('work'), () => started.promise.then(() => test.sdk.run('broken'))], {
      failFast: true,
    });
    await expect(both).rejects.toMatchObject({ code: 'MODEL_REJECTED' });
    expect(await stopped.promise).toBe(true);
  });

  it('leave no session behind that they begin after their task was stopped', async () => {
    await using test = await startTestSdk(script);
    const late = Promise.withResolvers<unknown>();
    await test.sdk.race<unknown>([
      async (signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        late.resolve(await test.sdk.run('quick').catch((error: unknown) => error));
      },
      () => 'won',
    ]);
    expect(await late.promise).toMatchObject({ code: 'ABORTED' });
    expect(await test.sdk.sessions.list()).toEqual([]);
  });

  it('do not stop what a task left to others when it ended', async () => {
    await using test = await startTestSdk(script);
    const session = await test.sdk.race([() => test.sdk.createSession()]);
    expect((await session.send('quick')).text).toBe('first');
  });
});
