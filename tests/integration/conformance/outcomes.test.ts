import { describe, expect } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { httpError, overloaded, unauthorized } from '../../support/modelServer/faults';
import { message, type Reply, text, textBlock, toolUse } from '../../support/modelServer/reply';
import { byPrompt } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { conforms } from './statements';
import { echo, openEcho, recorder, refusal, steps } from './support';

/** The SDK's own repetitions are not what this is about: it is told to leave them. */
const withoutRepetition = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, 'x-should-retry': 'false' } });

describe('semantics.md, section 2: how steps and runs end, and what they inherit', () => {
  conforms('2 Running', '**Failure.**', async () => {
    await using test = await openEcho();
    const result = await test.sdk.workflow.run(steps(['a', 'fail'], ['b', 'x', 'a'], ['c', 'y', 'b'], ['d', 'z']));
    expect(result.steps.map(({ status, error }) => [status, error?.startsWith('Skipped') ? error : undefined])).toEqual([
      ['failed', undefined],
      ['skipped', 'Skipped because step "a" failed'],
      ['skipped', 'Skipped because step "a" failed'],
      ['completed', undefined],
    ]);
  });
  conforms('2 Running', 'Everything else goes on.', async () => {
    await using test = await openEcho();
    const result = await test.sdk.workflow.run(steps(['a', 'fail'], ['b', 'one'], ['c', 'two', 'b']));
    expect(result.steps.map(({ status }) => status)).toEqual(['failed', 'completed', 'completed']);
  });
  conforms('2 Running', '**`retries`**', async () => {
    const faults: Record<string, Reply> = {
      overload: overloaded(),
      rate: httpError(429, 'rate_limit_error', 'slow'),
      network: { ...text('x'), hangUp: true },
      key: unauthorized(),
      refused: refusal,
    };
    const tries = new Map<string, number>();
    await using test = await startTestSdk(({ prompt, body }) => {
      const count = (tries.get(prompt) ?? 0) + 1;
      tries.set(prompt, count);
      if (body.messages.length > 1) throw new Error('not a fresh conversation');
      return count === 1 || (prompt === 'network' && count <= 3) ? withoutRepetition(faults[prompt] ?? text('?')) : text('at last');
    });
    const { events, onEvent } = recorder();
    const definition = { name: 'w', steps: Object.keys(faults).map((id) => ({ id, prompt: id, retries: 1 })) };
    const result = await test.sdk.workflow.run(definition, {}, { onEvent });
    expect(Object.fromEntries(result.steps.map(({ id, status, attempts }) => [id, `${status} ${attempts}`]))).toEqual({
      overload: 'completed 2',
      rate: 'completed 2',
      network: 'completed 2',
      key: 'failed 1',
      refused: 'failed 1',
    });
    const delays = events.flatMap((event) => (event.type === 'step.retry' ? [event.delayMs] : []));
    expect(delays.every((delay) => delay >= 250 && delay <= 500)).toBe(true);
    const sessions = events.flatMap((event) => (event.type === 'step.start' && event.stepId === 'overload' ? [event.sessionId] : []));
    expect(new Set(sessions).size).toBe(2);
  });
  conforms('2 Running', '**`timeoutMs`**', async () => {
    let isStopped = false;
    const hang = tool({ name: 'hang', description: 'Hangs', inputSchema: z.object({}), isReadOnly: true }, (_, { signal }) => {
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          isStopped = true;
          reject(signal.reason);
        });
      });
    });
    await using test = await startTestSdk(byPrompt(['tool', toolUse('hang', {})], ['request', { ...text(''), stallAfter: 0 }]), {
      tools: [hang],
    });
    const result = await test.sdk.workflow.run({
      name: 'w',
      steps: [
        { id: 'a', prompt: 'tool', timeoutMs: 700 },
        { id: 'b', prompt: 'request', timeoutMs: 50, retries: 1 },
      ],
    });
    expect(result.steps.map(({ status, attempts, error }) => ({ status, attempts, error }))).toEqual([
      { status: 'failed', attempts: 1, error: expect.stringContaining('700 ms') },
      { status: 'failed', attempts: 2, error: expect.stringContaining('50 ms') },
    ]);
    expect(isStopped).toBe(true);
    await test.server.idle();
  });
  conforms('2 Running', 'The result has `aborted: true`', async () => {
    await using test = await startTestSdk(byPrompt(['quick', text('quick')], ['hangs', { ...text(''), stallAfter: 0 }]));
    const abort = new AbortController();
    const onEvent = ({ type, ...event }: { type: string; stepId?: string }) => {
      if (type === 'step.start' && event.stepId === 'b') abort.abort();
    };
    const result = await test.sdk.workflow.run(
      steps(['a', 'quick'], ['b', 'hangs', 'a'], ['c', 'never', 'b']),
      {},
      { signal: abort.signal, onEvent },
    );
    expect(result.aborted).toBe(true);
    expect(result.steps.map(({ status, error }) => ({ status, error }))).toEqual([
      { status: 'completed', error: undefined },
      { status: 'failed', error: 'Run aborted' },
      { status: 'skipped', error: 'Run aborted' },
    ]);
  });
  conforms('2 Running', '**Status.**', async () => {
    await using test = await openEcho();
    const status = async (...all: string[]) =>
      (await test.sdk.workflow.run(steps(...all.map((prompt, index) => [`s${index}`, prompt] as const)))).status;
    expect([await status('x'), await status('fail'), await status('x', 'fail', 'y')]).toEqual(['completed', 'failed', 'partial']);
  });
  conforms('2 Running', '**Result.**', async () => {
    await using test = await openEcho();
    const result = await test.sdk.workflow.run(steps(['c', 'x', 'b'], ['b', 'y', 'a'], ['a', 'z']));
    expect(result.steps.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
  conforms('2 Running', '`text` is that of the last completed step', async () => {
    await using test = await openEcho();
    const inOrder = await test.sdk.workflow.run(steps(['last', 'last', 'first'], ['first', 'first'], ['side', 'side']));
    expect(inOrder.text).toBe('last!'); // last in the order of dependencies, though first in the definition
    const tied = await test.sdk.workflow.run(steps(['a', 'one'], ['b', 'two']));
    expect(tied.text).toBe('two!');
    const failing = await test.sdk.workflow.run(steps(['a', 'one'], ['b', 'fail', 'a']));
    expect(failing.text).toBe('one!');
  });
  conforms('2 Running', 'Beyond the chapter', async () => {
    const usage = { inputTokens: 100, outputTokens: 10, cacheReadTokens: 5, cacheWriteTokens: 2 };
    await using test = await startTestSdk(({ prompt }) => message([textBlock(prompt)], usage), {
      model: 'priced',
      prices: { priced: { input: 1, output: 2, cacheRead: 0.1, cacheWrite: 1.25 } },
    });
    const result = await test.sdk.workflow.run(steps(['a', 'x'], ['b', 'y']));
    const each = (100 * 1 + 10 * 2 + 5 * 0.1 + 2 * 1.25) / 1e6;
    expect(result.steps.map(({ attempts, usage: spent, costUsd }) => ({ attempts, spent, costUsd }))).toEqual([
      { attempts: 1, spent: usage, costUsd: expect.closeTo(each) },
      { attempts: 1, spent: usage, costUsd: expect.closeTo(each) },
    ]);
    expect(result).toMatchObject({
      aborted: false,
      usage: { inputTokens: 200, outputTokens: 20, cacheReadTokens: 10, cacheWriteTokens: 4 },
    });
    expect(result.costUsd).toBeCloseTo(2 * each);
    expect(Date.parse(result.startedAt)).toBeGreaterThan(Date.now() - 60_000);
    const unpriced = await test.sdk.workflow.run({ ...steps(['a', 'x']), model: 'unheard-of' });
    expect(unpriced.costUsd).toBeNull();
  });
  conforms('2 Running', '**Precedence.**', async () => {
    await using test = await openEcho({ model: 'settings' });
    const of = (model?: string | null) => ({ id: `s${model}`, prompt: `p${model}`, ...(model !== undefined && { model }) });
    const models = async (workflowModel?: string | null) => {
      const from = test.server.requests.length;
      const all = { name: 'w', ...(workflowModel !== undefined && { model: workflowModel }), steps: [of('step'), of(null), of()] };
      await test.sdk.workflow.run(all, {}, { maxConcurrency: 1 });
      return test.server.requests.slice(from).map(({ body }) => body.model);
    };
    expect(await models('workflow')).toEqual(['step', 'workflow', 'workflow']);
    expect(await models(null)).toEqual(['step', 'settings', 'settings']);
    expect(await models()).toEqual(['step', 'settings', 'settings']);
  });
  conforms('2 Running', 'systemPrompt: step, workflow, settings', async () => {
    await using test = await startTestSdk(echo, { systemPrompt: 'settings' });
    const systems = async (systemPrompt?: string) => {
      const from = test.server.requests.length;
      const own = [
        { id: 'a', prompt: 'x', systemPrompt: 'step' },
        { id: 'b', prompt: 'y', systemPrompt: '' },
        { id: 'c', prompt: 'z' },
      ];
      await test.sdk.workflow.run(
        { name: 'w', ...(systemPrompt !== undefined && { systemPrompt }), steps: own },
        {},
        { maxConcurrency: 1 },
      );
      return test.server.requests.slice(from).map(({ body }) => body.system ?? '');
    };
    expect(await systems('workflow')).toEqual(['step', '', 'workflow']);
    expect(await systems('')).toEqual(['step', '', '']);
    expect(await systems()).toEqual(['step', '', 'settings']);
  });
});
