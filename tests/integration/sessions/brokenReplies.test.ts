import { expect, it } from 'vitest';
import type { AgentSdkOptions } from '../../../electron/sdk/index';
import { addUsage, type Usage } from '../../../shared/run/usage';
import type { WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { cutAfter, endingAfter, overloaded, stalledAfter } from '../../support/modelServer/faults';
import { type Reply, text } from '../../support/modelServer/reply';
import { startTestSdk } from '../../support/sdk';

const PRICED: AgentSdkOptions = {
  model: 'priced',
  prices: { priced: { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite: 0 } },
};

const WHOLE: Usage = { inputTokens: 7, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 };
/** What the server states at the start of a message: all of the input, and a first token of output. */
const BEGUN: Usage = { ...WHOLE, outputTokens: 1 };
const LONG = text('A long answer. '.repeat(40), WHOLE);
/** Past the start of the message and some of its text. */
const HALF = 900;

const one = (step: Partial<WorkflowStepDefinition> = {}) => ({ name: 'w', steps: [{ id: 'a', prompt: 'Go', ...step }] });

const broken: readonly { readonly how: string; readonly reply: Reply }[] = [
  { how: 'the connection is cut', reply: cutAfter(LONG, HALF) },
  { how: 'the server stalls until the time limit', reply: stalledAfter(LONG, HALF) },
];

it.each(broken)('an attempt that ends because $how counts with what the server had stated', async ({ reply }) => {
  let asked = 0;
  await using test = await startTestSdk(() => (++asked === 1 ? reply : text('Done.', WHOLE)), PRICED);
  const result = await test.sdk.workflow.run(one({ retries: 1, timeoutMs: 2_000 }));
  const [step] = result.steps;
  const usage = addUsage(BEGUN, WHOLE);
  expect(step).toMatchObject({ status: 'completed', attempts: 2, usage, costUsd: 14 });
  expect(result).toMatchObject({ usage, costUsd: 14 });
});

it('a run that is stopped in the middle of an answer counts it, in the result and in its events', async () => {
  await using test = await startTestSdk(stalledAfter(LONG, HALF), PRICED);
  const stop = new AbortController();
  const reported: Usage[] = [];
  const result = await test.sdk.workflow.run(
    one(),
    {},
    {
      signal: stop.signal,
      onEvent(event) {
        if (event.type === 'step.text') stop.abort();
        if (event.type === 'step.usage') reported.push(event.usage);
      },
    },
  );
  expect(result).toMatchObject({ aborted: true, usage: BEGUN, costUsd: 7 });
  expect(reported).toEqual([result.usage]);
});

it('a broken answer of a model without a price has no cost, rather than none to pay', async () => {
  await using test = await startTestSdk(cutAfter(LONG, HALF), { model: 'nobody-knows' });
  const result = await test.sdk.workflow.run(one());
  expect(result).toMatchObject({ status: 'failed', usage: BEGUN, costUsd: null });
});

it('a request that was refused before any answer costs nothing', async () => {
  await using test = await startTestSdk({ ...overloaded(), headers: { 'x-should-retry': 'false' } }, { model: 'nobody-knows' });
  const result = await test.sdk.workflow.run(one());
  expect(result).toMatchObject({ status: 'failed', usage: { inputTokens: 0, outputTokens: 0 }, costUsd: 0 });
});

it('a session goes on after an answer that ended before its first word, and has it on its bill', async () => {
  let asked = 0;
  await using test = await startTestSdk(() => (++asked === 1 ? endingAfter(LONG, 1) : text('Hello.', WHOLE)), PRICED);
  const session = await test.sdk.createSession();
  await expect(session.send('Go')).rejects.toMatchObject({ code: 'NETWORK' });
  expect(session.messages().at(-1)).toMatchObject({ role: 'assistant', content: [], interrupted: true, model: 'priced', usage: BEGUN });
  expect(await session.send('Again')).toMatchObject({ text: 'Hello.', usage: WHOLE, costUsd: 7 });
  expect(test.server.requests[1]?.body.messages.map(({ role }) => role)).toEqual(['user']);
});

it('a stopped run that is resumed has both on its bill: the answer that broke off and the one that took its place', async () => {
  let isWell = false;
  await using test = await startTestSdk(() => (isWell ? text('Done.', WHOLE) : stalledAfter(LONG, HALF)), PRICED);
  const stop = new AbortController();
  const onEvent = ({ type }: { readonly type: string }) => {
    if (type === 'step.text') stop.abort();
  };
  const { runId } = await test.sdk.workflow.run(one(), {}, { signal: stop.signal, onEvent });
  isWell = true;
  const result = await test.sdk.workflow.resume(runId);
  expect(result).toMatchObject({ status: 'completed', usage: addUsage(BEGUN, WHOLE), costUsd: 14 });
  expect(result.steps[0]).toMatchObject({ usage: addUsage(BEGUN, WHOLE), costUsd: 14 });
});
