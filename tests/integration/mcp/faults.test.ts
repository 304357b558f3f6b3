import { appendFileSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentSdkOptions } from '../../../electron/sdk/index';
import type { McpServerDefinition } from '../../../shared/workflow/schema';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startTestSdk, type TestSdk } from '../../support/sdk';
import { lastResult } from '../agents/requests';
import { faulty, stillRunning } from './support';

const allow: AgentSdkOptions = { permissions: { allow: ['faulty__*'] } };
const work = toolUse('faulty__work', { text: 'it' });
const oneStep = (server: McpServerDefinition, more: object = {}) => ({
  name: 'W',
  steps: [{ id: 'a', prompt: 'Use the server', mcpServers: [server], ...more }],
});

/** What the model was told at the end. */
function told(test: TestSdk) {
  const last = test.server.requests.at(-1);
  if (!last) throw new Error('The model was not asked');
  return lastResult(last);
}

describe('an MCP server that cannot start', () => {
  it.each([
    ['refuses to start', /ended at once \(exit status 3\)[\s\S]*the refuses to start server says hello/],
    ['says nothing', /did not answer within 2 s[\s\S]*says hello/],
    ['prints garbage', /does not speak MCP: .*Listening/],
    ['prints without end', /does not speak MCP/],
  ])('fails the step with what it said: %s', async (behaviour, sentence) => {
    await using test = await startTestSdk(text('never asked'), { ...allow, mcpLimits: { startMs: 2_000 } });
    const result = await test.sdk.workflow.run(oneStep(faulty(behaviour)));
    expect(result.steps[0]).toMatchObject({ status: 'failed', error: expect.stringMatching(sentence), attempts: 1 });
    expect(test.server.requests).toHaveLength(0);
  });

  it('is told apart by what is missing: the program, the folder, the name', async () => {
    await using test = await startTestSdk(text('never asked'), allow);
    const error = async (server: object) => (await test.sdk.workflow.run(oneStep({ ...faulty('sound'), ...server }))).steps[0]?.error;
    expect(await error({ command: 'no-such-program' })).toMatch(/there is no program "no-such-program"/);
    expect(await error({ cwd: '/no/such/folder' })).toMatch(/there is no folder \/no\/such\/folder/);
    expect(await error({ name: 'a b' })).toMatch(/cannot be the name of an MCP server/);
  });

  it('has no say over a server that answers late but in time, or greets with a line of text', async () => {
    await using test = await startTestSdk(turns(work, text('done'), work, text('done')), { ...allow, mcpLimits: { startMs: 20_000 } });
    for (const server of [faulty('starts slowly', '500'), faulty('is chatty')]) {
      const result = await test.sdk.workflow.run(oneStep(server));
      expect(result.steps[0]?.error).toBeUndefined();
      expect(told(test)).toMatchObject({ isError: false, text: expect.stringContaining('did it') });
    }
  });
});

describe('an MCP server that fails in a call', () => {
  it.each([
    ['crashes', /ended during the call of work \(exit status 7\)[\s\S]*out of cheese/],
    ['hangs', /did not answer the call of work within 1 s/],
    ['answers nonsense', /no result of MCP/],
    ['refuses', /refused the call of work: .*no, thank you/],
  ])('gives the model an error, and the step goes on: %s', async (behaviour, sentence) => {
    await using test = await startTestSdk(turns(work, text('went on without')), { ...allow, mcpLimits: { callMs: 1_000 } });
    const result = await test.sdk.workflow.run(oneStep(faulty(behaviour)));
    expect(result.steps[0]).toMatchObject({ status: 'completed', text: 'went on without' });
    expect(told(test)).toMatchObject({ isError: true, text: expect.stringMatching(sentence) });
  });

  it('is understood although it prints garbage between its answers', async () => {
    await using test = await startTestSdk(turns(work, text('done')), allow);
    await test.sdk.workflow.run(oneStep(faulty('answers garbage')));
    expect(told(test)).toMatchObject({ isError: false, text: expect.stringContaining('did it') });
  });

  it('is started again for the next call', async () => {
    const boom = toolUse('faulty__work', { text: 'boom' });
    await using test = await startTestSdk(turns(work, boom, work, text('done')), allow);
    await test.sdk.workflow.run(oneStep(faulty('crashes on boom')));
    const results = test.server.requests.slice(1).map((request) => lastResult(request));
    expect(results.map(({ isError }) => isError)).toEqual([false, true, false]);
    expect(results[2]?.text).not.toBe(results[0]?.text); // another process
  });

  it('is not started again once its script is another one than was agreed to', async () => {
    const boom = toolUse('faulty__work', { text: 'boom' });
    await using test = await startTestSdk(async (request) => {
      const results = request.body.messages.length;
      if (results === 3) appendFileSync(join(test.workDir, 'server.mjs'), '// changed by whoever was hijacked');
      return turns(boom, work, text('done'))(request);
    }, allow);
    const script = join(test.workDir, 'server.mjs');
    copyFileSync('tests/integration/mcp/faultyServer.mjs', script);
    await test.sdk.workflow.run(oneStep({ name: 'faulty', command: process.execPath, args: [script, 'crashes on boom'] }));
    expect(told(test)).toMatchObject({ isError: true, text: expect.stringMatching(/has changed since it was agreed to/) });
  });

  it('hears that a call was cancelled when the run is stopped, which does not wait for it', async () => {
    await using test = await startTestSdk(turns(work), allow);
    const note = join(test.workDir, 'note');
    const stop = new AbortController();
    const running = test.sdk.workflow.run(oneStep(faulty('hangs', note)), {}, { signal: stop.signal });
    await expect.poll(() => existsSync(note), { timeout: 20_000 }).toBe(true);
    const stoppedAt = performance.now();
    stop.abort();
    expect(await running).toMatchObject({ aborted: true });
    expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    await expect.poll(() => readFileSync(note, 'utf8')).toMatch(/^cancelled/);
  });
});

describe('what MCP servers start', () => {
  it.each(['starts others', 'will not leave'])('is gone within two seconds of the end of the run: %s', async (behaviour) => {
    await using test = await startTestSdk(turns(work, text('done')), allow);
    const note = join(test.workDir, 'pids');
    await test.sdk.workflow.run(oneStep(faulty(behaviour, note)));
    const endedAt = performance.now();
    await expect.poll(() => stillRunning(note), { timeout: 10_000, interval: 20 }).toEqual([]);
    expect(performance.now() - endedAt).toBeLessThan(2_000);
  });

  it('goes when a call is refused for want of permission, too', async () => {
    await using test = await startTestSdk(turns(work, text('done')));
    const note = join(test.workDir, 'pids');
    await test.sdk.workflow.run(oneStep(faulty('starts others', note)));
    expect(told(test)).toMatchObject({ isError: true, text: expect.stringMatching(/^Permission denied/) });
    await expect.poll(() => stillRunning(note)).toEqual([]);
  });
});
