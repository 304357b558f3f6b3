import { describe, expect } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { message, text, toolUse, toolUseBlock } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { conforms } from './statements';
import { offered, openEcho, prompts, recorder, steps } from './support';

const look = tool({ name: 'look', description: 'Looks', inputSchema: z.object({}), isReadOnly: true }, () => 'seen');
/** Lets those who come pass once so many are there: if they never are at the same time, nobody does. `most` is how many there ever were. */
function gateFor(count: number): { readonly most: number; pass(): Promise<void> } {
  let there = 0;
  let most = 0;
  let opened = Promise.withResolvers<void>();
  return {
    get most() {
      return most;
    },
    async pass() {
      there += 1;
      most = Math.max(most, there);
      const { promise, resolve } = opened;
      if (there >= count) {
        opened = Promise.withResolvers();
        setImmediate(resolve);
      }
      await promise;
      there -= 1;
    },
  };
}

describe('semantics.md, section 2: how steps run', () => {
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
    let gate = gateFor(3);
    await using test = await startTestSdk(({ prompt }) => ({ ...text(prompt), until: gate.pass() }), {
      sessionManager: { maxConcurrentActive: 3 },
    });
    const nine = steps(...Array.from({ length: 9 }, (_, index) => [`s${index}`, `p${index}`] as const));
    await test.sdk.workflow.run(nine);
    expect(gate.most).toBe(3);
    gate = gateFor(1);
    await test.sdk.workflow.run(nine, {}, { maxConcurrency: 1 });
    expect(gate.most).toBe(1);
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
      mcpServers: [{ name: 'never', command: 'started' }],
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
    let gate = gateFor(2);
    const waiting = (name: string, isReadOnly: boolean) =>
      tool({ name, description: name, inputSchema: z.object({}), isReadOnly }, () => gate.pass());
    const twice = (...names: string[]) => turns(message(names.map((name) => toolUseBlock(name, {}))), text('done'));
    await using test = await startTestSdk(byPrompt(['reads', twice('peek', 'peek')], ['changes', twice('peek', 'poke')]), {
      tools: [waiting('peek', true), waiting('poke', false)],
      permissionMode: 'bypassPermissions',
    });
    await test.sdk.workflow.run(steps(['a', 'reads']));
    expect(gate.most).toBe(2);
    gate = gateFor(1);
    await test.sdk.workflow.run(steps(['a', 'changes']));
    expect(gate.most).toBe(1);
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
    const step = { status: 'failed', error: expect.stringContaining('count'), toolCalls: [] };
    expect({ step: result.steps[0], ran }).toMatchObject({ step, ran: 0 });
  });
});
