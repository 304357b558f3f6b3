import { describe, expect } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { httpError, overloaded, unauthorized } from '../../support/modelServer/faults';
import { message, type Reply, text, textBlock, toolUse, toolUseBlock } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { conforms } from './statements';
import { echo, offered, openEcho, prompts, recorder, refusal } from './support';

const look = tool({ name: 'look', description: 'Looks', inputSchema: z.object({}), isReadOnly: true }, () => 'seen');
const steps = (...definitions: readonly (readonly [id: string, prompt: string, ...dependsOn: string[]])[]) => ({
  name: 'w',
  steps: definitions.map(([id, prompt, ...dependsOn]) => ({ id, prompt, dependsOn })),
});
const withRetryAfter = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, 'x-should-retry': 'false' } });

describe('semantics.md, section 2: running', () => {
  conforms('2 Running', '`sdk.workflow.run(definition, params?, options?)`', async () => {
    const write = tool({ name: 'change', description: 'Changes', inputSchema: z.object({}) }, () => 'changed');
    await using test = await startTestSdk(turns(toolUse('change', {}), text('done')), { tools: [write] });
    const { events, onEvent } = recorder();
    const asked: string[] = [];
    const result = await test.sdk.workflow.run(
      steps(['a', 'x'], ['b', 'y']),
      {},
      {
        onEvent,
        signal: new AbortController().signal,
        workDir: test.workDir,
        permissionMode: 'default',
        maxConcurrency: 1,
        requestPermission: async ({ tool: { name } }) => {
          asked.push(name);
          return { state: 'allowed', reason: 'a person said so' };
        },
      },
    );
    expect({ status: result.status, asked }).toEqual({ status: 'completed', asked: ['change', 'change'] });
    expect(events.at(-1)?.type).toBe('workflow.done');
    expect((await test.sdk.resumeSession(result.steps[0]?.sessionId ?? '')).settings).toMatchObject({
      workDir: test.workDir,
      permissionMode: 'default',
    });
  });
  conforms('2 Running', '**Scheduling.**', async () => {
    const last = Promise.withResolvers<void>();
    // The slow step is answered only when the step behind the quick one has asked.
    await using test = await startTestSdk(({ prompt }) => {
      if (prompt === 'behind quick') last.resolve();
      return prompt === 'slow' ? { ...text('slow'), until: last.promise } : text(prompt);
    });
    const result = await test.sdk.workflow.run(steps(['slow', 'slow'], ['quick', 'quick'], ['behind', 'behind quick', 'quick']));
    expect(result.status).toBe('completed');
  });
  conforms('2 Running', 'At most `maxConcurrency` steps run at once', async () => {
    let open = 0;
    let most = 0;
    const script = async ({ prompt }: { prompt: string }) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      return text(prompt);
    };
    await using test = await startTestSdk(script, { sessionManager: { maxConcurrentActive: 3 } });
    const nine = steps(...Array.from({ length: 9 }, (_, index) => [`s${index}`, `p${index}`] as const));
    await test.sdk.workflow.run(nine);
    expect(most).toBe(3);
    most = 0;
    await test.sdk.workflow.run(nine, {}, { maxConcurrency: 1 });
    expect(most).toBe(1);
    expect(prompts(test).slice(9)).toEqual(Array.from({ length: 9 }, (_, index) => `p${index}`));
  });
  conforms('2 Running', '**A step** creates a session', async () => {
    await using test = await openEcho();
    const step = {
      id: 'a',
      description: 'A step',
      prompt: 'x',
      model: 'm',
      systemPrompt: 's',
      tools: ['read'],
      allowedTools: ['read'],
      mcpServers: [],
      skillDirectories: [],
      mode: 'single',
      maxTurns: 3,
    };
    const { runId, steps: results } = await test.sdk.workflow.run({ name: 'w', description: 'd', steps: [step, { id: 'b', prompt: 'y' }] });
    const session = await test.sdk.resumeSession(results[0]?.sessionId ?? '');
    const { id: _, description: __, prompt: ___, ...settings } = step;
    expect(session.title).toBe('w/A step');
    expect(session.settings).toMatchObject({ ...settings, workDir: test.workDir });
    const stored = await test.sdk.sessions.list();
    expect(stored.find(({ id }) => id === session.id)?.metadata).toMatchObject({
      runId,
      stepId: 'a',
      workflowName: 'w',
      workflowDescription: 'd',
    });
    expect(stored.map(({ title }) => title).toSorted()).toEqual(['w/A step', 'w/b']);
  });
  conforms('2 Running', '**`react`**', async () => {
    await using test = await startTestSdk(turns(toolUse('look', {}), toolUse('look', {}), text('done')), { tools: [look] });
    const result = await test.sdk.workflow.run(steps(['a', 'x']));
    expect(result.steps[0]).toMatchObject({ text: 'done', toolCalls: ['look', 'look'] });
    expect(test.server.requests.map(({ body }) => body.messages.map(({ role }) => role).join(' '))).toEqual([
      'user',
      'user assistant user',
      'user assistant user assistant user',
    ]);
  });
  conforms('2 Running', 'Independent calls of one turn', async () => {
    let running = 0;
    let most = 0;
    const waiting = (name: string, isReadOnly: boolean) =>
      tool({ name, description: name, inputSchema: z.object({}), isReadOnly }, async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        return 'done';
      });
    const tools = [waiting('peek', true), waiting('poke', false)];
    const twice = (...names: string[]) => turns(message(names.map((name) => toolUseBlock(name, {}))), text('done'));
    await using test = await startTestSdk(byPrompt(['reads', twice('peek', 'peek')], ['changes', twice('peek', 'poke')]), {
      tools,
      permissionMode: 'bypassPermissions',
    });
    await test.sdk.workflow.run(steps(['a', 'reads']));
    expect(most).toBe(2);
    most = 0;
    await test.sdk.workflow.run(steps(['a', 'changes']));
    expect(most).toBe(1);
  });
  conforms('2 Running', 'Reaching `maxTurns`', async () => {
    await using test = await startTestSdk(toolUse('look', {}), { tools: [look] });
    const few = await test.sdk.workflow.run({ name: 'w', steps: [{ id: 'a', prompt: 'x', maxTurns: 2 }] });
    expect(few.steps[0]).toMatchObject({ status: 'failed', error: expect.stringContaining('all 2 turns'), text: '' });
    const usual = await test.sdk.workflow.run(steps(['a', 'x']));
    expect(usual.steps[0]?.error).toContain('all 50 turns');
    expect(test.server.requests).toHaveLength(2 + 50);
  });
  const single = { name: 'w', steps: [{ id: 'a', prompt: 'x', mode: 'single' as const }] };
  conforms('2 Running', '**`single`**', async () => {
    await using test = await openEcho();
    const result = await test.sdk.workflow.run(single);
    expect({ said: result.text, requests: test.server.requests.length }).toEqual({ said: 'x!', requests: 1 });
  });
  conforms('2 Running', 'No tools are offered', async () => {
    await using test = await startTestSdk(
      ({ body: { tools, tool_choice, messages } }) =>
        tools && tool_choice?.type !== 'none' && messages.length === 1 ? toolUse('look', {}) : text('done'),
      { tools: [look] },
    );
    const result = await test.sdk.workflow.run(steps(['a', 'x']));
    const session = await test.sdk.resumeSession(result.steps[0]?.sessionId ?? '');
    await session.send('sum up', { mode: 'single' });
    expect(test.server.requests.at(-1)?.body).toMatchObject({ tool_choice: { type: 'none' } });
    await test.sdk.run('fresh', { mode: 'single' });
    expect(offered(test.server.requests.at(-1))).toEqual([]);
  });
  conforms('2 Running', 'A tool call that the model makes anyway', async () => {
    let ran = 0;
    const count = tool({ name: 'count', description: 'Counts', inputSchema: z.object({}), isReadOnly: true }, () => {
      ran += 1;
      return 'counted';
    });
    await using test = await startTestSdk(toolUse('count', {}), { tools: [count] });
    const result = await test.sdk.workflow.run(single);
    expect({ step: result.steps[0], ran }).toMatchObject({ step: { status: 'failed', error: expect.stringContaining('count') }, ran: 0 });
  });

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
      // The SDK's own repetitions are not what this is about: it is told to leave them.
      return count === 1 || (prompt === 'network' && count <= 3) ? withRetryAfter(faults[prompt] ?? text('?')) : text('at last');
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
        { id: 'a', prompt: 'tool', timeoutMs: 50 },
        { id: 'b', prompt: 'request', timeoutMs: 50, retries: 1 },
      ],
    });
    expect(result.steps.map(({ status, attempts, error }) => ({ status, attempts, error }))).toEqual([
      { status: 'failed', attempts: 1, error: expect.stringContaining('50 ms') },
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
