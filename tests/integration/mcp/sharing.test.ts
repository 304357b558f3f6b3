import { describe, expect, it } from 'vitest';
import { httpError } from '../../support/modelServer/faults';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { lastResult, offeredTools } from '../agents/requests';
import { faulty, isRunning } from './support';

const permissions = { allow: ['*'] };
const work = turns(toolUse('faulty__work', {}), text('done'));
/** The process that answered, by what it said. */
const pidIn = (said: string) => Number(/(\d+) did/.exec(said)?.[1]);

describe('MCP servers', () => {
  it('are one process for all steps of a run that define them alike, and another for the next run', async () => {
    await using test = await startTestSdk(work, { permissions });
    const step = (id: string, more: object = {}) => ({ id, prompt: 'Work', mcpServers: [faulty('sound')], ...more });
    const definition = { name: 'W', steps: [step('a'), step('b'), step('c', { dependsOn: ['a', 'b'] })] };
    const pids = async () => {
      const before = test.server.requests.length;
      expect((await test.sdk.workflow.run(definition)).status).toBe('completed');
      const results = test.server.requests.slice(before).filter((request) => request.body.messages.length > 1);
      return results.map((request) => pidIn(lastResult(request).text));
    };
    const first = await pids();
    expect(first).toHaveLength(3);
    expect(new Set(first).size).toBe(1);
    expect((await pids())[0]).not.toBe(first[0]);
  });

  it('of a run end with it, also when something else of it was refused before', async () => {
    let isDown = true;
    const script = (request: Parameters<typeof work>[0]) => (isDown ? httpError(400, 'invalid_request_error', 'No') : work(request));
    await using test = await startTestSdk(script, { permissions });
    const { runId } = await test.sdk.workflow.run({ name: 'W', steps: [{ id: 'a', prompt: 'Work', mcpServers: [faulty('sound')] }] });
    await expect(test.sdk.workflow.retryStep(runId, 'none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    isDown = false;
    expect((await test.sdk.workflow.retryStep(runId, 'a')).status).toBe('completed');
    const pid = pidIn(lastResult(test.server.requests.at(-1)).text);
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it('of a session run while a turn does, and are given to the session, the SDK and agents alike', async () => {
    const task = toolUse('task', { agent: 'helper', prompt: 'Help' });
    await using test = await startTestSdk(byPrompt(['Help', work], ['Delegate', turns(task, text('done'))], ['Work', work]), {
      permissions,
      mcpServers: [faulty('sound', '', { name: 'everywhere' })],
      agents: [{ name: 'helper', description: 'Helps.', mcpServers: [faulty('sound')] }],
    });
    const session = await test.sdk.createSession({ mcpServers: [faulty('sound')] });
    await session.send('Work');
    const offered = offeredTools(test.server.requests[0]);
    expect(offered).toEqual(expect.arrayContaining(['everywhere__work', 'faulty__env', 'faulty__work']));
    const pid = pidIn(lastResult(test.server.requests.at(-1)).text);
    expect(pid).toBeGreaterThan(0);
    expect(isRunning(pid)).toBe(false);

    await test.sdk.run('Delegate');
    const helper = test.server.requests.filter((request) => request.prompt === 'Help');
    expect(offeredTools(helper[0])).toContain('faulty__work');
    expect(lastResult(helper.at(-1)).text).toMatch(/did nothing/);
    const caller = test.server.requests.find((request) => request.prompt === 'Delegate');
    expect(offeredTools(caller)).not.toContain('faulty__work');
  });

  it('are restricted by allowedTools, and refused when two have one name', async () => {
    await using test = await startTestSdk(text('done'), { permissions });
    const step = { id: 'a', prompt: 'Work', mcpServers: [faulty('sound')], allowedTools: ['faulty__work'] };
    await test.sdk.workflow.run({ name: 'W', steps: [step] });
    expect(offeredTools(test.server.requests[0])).toEqual(['faulty__work']);
    const twice = { ...step, mcpServers: [faulty('sound'), faulty('sound', '', { name: 'Faulty' })] };
    expect((await test.sdk.workflow.run({ name: 'W', steps: [twice] })).steps[0]?.error).toMatch(/Two MCP servers are called faulty/);
  });

  it('are asked about in default mode and refused in plan mode, whatever they say of themselves', async () => {
    const env = turns(toolUse('faulty__env', {}), text('done')); // says that it only reads
    for (const [permissionMode, reason] of [
      ['default', /approval/],
      ['plan', /plan mode/],
    ] as const) {
      await using test = await startTestSdk(env, { permissionMode });
      await test.sdk.workflow.run({ name: 'W', steps: [{ id: 'a', prompt: 'Work', mcpServers: [faulty('sound')] }] });
      expect(lastResult(test.server.requests.at(-1))).toMatchObject({ isError: true, text: expect.stringMatching(reason) });
    }
  });
});

describe('several MCP servers of a step', () => {
  const slow = (name: string) => faulty('starts slowly', '2000', { name });

  it('are asked what they offer side by side, and one that fails does not wait for the others', async () => {
    await using test = await startTestSdk(text('done'), { mcpLimits: { startMs: 30_000 } });
    const run = (mcpServers: ReturnType<typeof faulty>[]) =>
      test.sdk.workflow.run({ name: 'W', steps: [{ id: 'a', prompt: 'Go', mcpServers }] });
    const [one] = (await run([slow('a')])).steps;
    const [four] = (await run(['a', 'b', 'c', 'd'].map(slow))).steps;
    expect([one?.status, four?.status]).toEqual(['completed', 'completed']);
    // One after the other would take four times two seconds of waiting alone.
    expect((four?.durationMs ?? 0) - (one?.durationMs ?? 0)).toBeLessThan(5_000);
    const startedAt = performance.now();
    const [failed] = (await run([faulty('starts slowly', '20000', { name: 'late' }), faulty('refuses to start', '', { name: 'no' })]))
      .steps;
    expect(failed).toMatchObject({ status: 'failed', error: expect.stringContaining('"no"') });
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});
