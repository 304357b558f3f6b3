import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type AgentSdk, tool, type WorkflowDefinition, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { lastResult, offeredTools, requestsOf } from './requests';

/** Chapter 7, section 1.2. */
function createRunWorkflowTool(sdk: AgentSdk) {
  return tool(
    {
      name: 'run_workflow',
      description: 'Execute a multi-step workflow from a JSON definition...',
      inputSchema: z.object({
        definition: z.record(z.string(), z.unknown()).describe('The complete WorkflowDefinition object.'),
        params: z.record(z.string(), z.string()).optional().describe('Workflow parameters as key-value pairs.'),
      }),
    },
    async (input) => sdk.workflow.run(input.definition, input.params ?? {}),
  );
}

const one = (prompt: string, fields: object = {}): WorkflowDefinition => ({
  name: 'child',
  steps: [{ id: 'only', description: '', prompt, ...fields }],
});
const order = (definition: WorkflowDefinition) => toolUse('run_workflow', { definition: JSON.parse(JSON.stringify(definition)) });
const HANGING = { ...text(''), stallAfter: 0 };
const bypass = { permissionMode: 'bypassPermissions' } as const;

describe('a workflow that a tool’s own code starts (chapter 7, section 1.2)', () => {
  it('runs as the chapter writes it, under the call that started it, with the permissions of that turn', async () => {
    await using test = await startTestSdk(
      byPrompt(
        ['Design', turns(order(one('Work')), text('done'))],
        ['Work', turns(toolUse('bash', { command: 'echo hi > hi.txt' }), text('worked'))],
      ),
    );
    const session = await test.sdk.createSession({ title: 'Workflow Orchestrator', systemPrompt: 'Design a workflow.' });
    const reply = await session.send('Design', { tools: [createRunWorkflowTool(test.sdk)], ...bypass });

    expect(reply).toMatchObject({ text: 'done', toolCalls: ['run_workflow'] });
    const [, after] = requestsOf(test.server.requests, 'Design');
    expect(JSON.parse(lastResult(after).text)).toMatchObject({
      status: 'completed',
      steps: [{ id: 'only', text: 'worked', toolCalls: ['bash'] }],
    });
    const step = (await test.sdk.sessions.list()).find(({ title }) => title === 'child/only');
    expect(step?.metadata).toMatchObject({ parentSessionId: session.id, parentCallId: expect.stringMatching(/^toolu_/) });
  });

  it('never has looser permissions than the turn it is called from', async () => {
    await using test = await startTestSdk(
      byPrompt(
        ['Design', turns(toolUse('loose', {}), text('done'))],
        ['Work', turns(toolUse('bash', { command: 'echo hi > hi.txt' }), text('worked'))],
      ),
    );
    const loose = tool({ name: 'loose', description: '', inputSchema: z.object({}), isReadOnly: true }, async () => {
      await test.sdk.workflow.run(one('Work'), {}, bypass);
      return test.sdk.run('Work', bypass);
    });
    await (await test.sdk.createSession({ tools: [loose], permissionMode: 'plan' })).send('Design');
    const results = requestsOf(test.server.requests, 'Work').filter((request) => request.body.messages.length > 1);
    expect(results).toHaveLength(2);
    for (const request of results) expect(lastResult(request)).toMatchObject({ isError: true, text: expect.stringContaining('plan mode') });
  });

  it('is offered in place of the built-in tool of the same name', async () => {
    await using test = await startTestSdk(text('ok'));
    const own = createRunWorkflowTool(test.sdk);
    const named = await test.sdk.createSession({ tools: [own] });
    await named.send('As a tool of the session', { allowedTools: ['run_workflow'] });
    const plain = await test.sdk.createSession({ tools: ['run_workflow'] });
    await plain.send('As a tool of the turn', { tools: [own] });
    for (const request of test.server.requests) {
      const offered = request.body.tools?.filter(({ name }) => name === 'run_workflow').map(({ description }) => description);
      expect(offered).toEqual(['Execute a multi-step workflow from a JSON definition...']);
    }
  });

  it('ends within 2 s with the turn it belongs to: requests, tools and all', async () => {
    await using test = await startTestSdk(
      byPrompt(
        ['Design', turns(order({ name: 'child', steps: [...one('Wait').steps, { id: 'sleep', description: '', prompt: 'Sleep' }] }))],
        ['Wait', HANGING],
        ['Sleep', turns(toolUse('bash', { command: 'sleep 60 & echo $! > pid; wait' }))],
      ),
    );
    const session = await test.sdk.createSession();
    const abort = new AbortController();
    const turn = session.send('Design', { tools: [createRunWorkflowTool(test.sdk)], ...bypass, signal: abort.signal });
    turn.catch(() => {});
    await expect.poll(() => processId(test.workDir), { timeout: 10_000 }).toBeGreaterThan(0);
    const sleeping = processId(test.workDir);
    await expect.poll(() => test.server.openRequests).toBe(1);

    const started = performance.now();
    abort.abort();
    await expect(turn).rejects.toMatchObject({ code: 'ABORTED' });
    await test.server.idle();
    await expect.poll(() => isAlive(sleeping), { interval: 20 }).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('takes no place that its caller waits in: 10 orchestrators with 2 places all finish, 2 at a time', async () => {
    let started = 0;
    let finished = 0;
    let mostAtOnce = 0;
    await using test = await startTestSdk(
      byPrompt(
        [
          /^Design/,
          (request) => {
            if (request.body.messages.length > 1) return text('done');
            started += 1;
            mostAtOnce = Math.max(mostAtOnce, started - finished);
            return order(one('Work'));
          },
        ],
        ['Work', text('worked')],
      ),
      { sessionManager: { maxConcurrentActive: 2 }, ...bypass },
    );
    const own = createRunWorkflowTool(test.sdk);
    const orchestrate = async (index: number) => {
      const isBuiltIn = index % 2 === 0;
      const session = await test.sdk.createSession(isBuiltIn ? { tools: ['run_workflow'] } : {});
      const reply = await session.send(`Design ${index}`, isBuiltIn ? {} : { tools: [own] });
      finished += 1;
      return reply.text;
    };
    const replies = await Promise.all(Array.from({ length: 10 }, (_, index) => orchestrate(index)));
    expect(replies).toEqual(Array.from({ length: 10 }, () => 'done'));
    expect(mostAtOnce).toBe(2);
    expect(requestsOf(test.server.requests, 'Work')).toHaveLength(10);
  });

  it('asks the same person: for the call itself and for what its steps do', async () => {
    await using test = await startTestSdk(
      byPrompt(
        ['Design', turns(order(one('Work')), text('done'))],
        ['Work', turns(toolUse('bash', { command: 'echo hi > hi.txt' }), text('worked'))],
      ),
      {
        requestPermission: async ({ tool: { name }, context }) => {
          asked.push([name, context.metadata.parentSessionId]);
          return { state: 'allowed', reason: 'the test says so' };
        },
      },
    );
    const asked: unknown[] = [];
    const session = await test.sdk.createSession({ tools: ['run_workflow'] });
    await session.send('Design');
    expect(asked).toEqual([
      ['run_workflow', undefined],
      ['bash', session.id],
    ]);
  });

  it('can start prompts and parallel prompts with a single place, too', async () => {
    await using test = await startTestSdk(byPrompt(['Ask', turns(toolUse('ask', {}), text('done'))], ['Question', text('Answer')]), {
      sessionManager: { maxConcurrentActive: 1 },
    });
    const ask = tool({ name: 'ask', description: '', inputSchema: z.object({}) }, async () => {
      const answers = await test.sdk.parallel([() => test.sdk.run('Question'), () => test.sdk.run('Question')]);
      return answers.map((answer) => answer?.text).join();
    });
    await test.sdk.run('Ask', { tools: [ask], ...bypass });
    expect(lastResult(requestsOf(test.server.requests, 'Ask')[1]).text).toBe('Answer,Answer');
  });

  it('refuses to wait for the very session that waits for the call', async () => {
    await using test = await startTestSdk(byPrompt(['Ask', turns(toolUse('ask', {}), text('done'))]));
    const ask = tool({ name: 'ask', description: '', inputSchema: z.object({}) }, async () => (await session.send('Again')).text);
    const session = await test.sdk.createSession({ tools: [ask], ...bypass });
    await session.send('Ask');
    expect(lastResult(test.server.requests[1])).toMatchObject({ isError: true, text: expect.stringContaining('Use another session') });
  });

  it('does not follow work that a tool leaves running after its call', async () => {
    await using test = await startTestSdk(byPrompt(['Ask', turns(toolUse('later', {}), text('done'))], ['Later', text('worked')]));
    const left = Promise.withResolvers<string>();
    const later = tool({ name: 'later', description: '', inputSchema: z.object({}) }, () => {
      void delay(50).then(async () => left.resolve((await test.sdk.run('Later')).sessionId));
      return 'It will be done.';
    });
    await test.sdk.run('Ask', { tools: [later], ...bypass });
    const id = await left.promise;
    expect((await test.sdk.sessions.list()).find((session) => session.id === id)?.metadata).toEqual({});
    expect(offeredTools(requestsOf(test.server.requests, 'Later')[0])).toContain('bash');
  });
});

function processId(folder: string): number {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8'));
  } catch {
    return 0;
  }
}

/** A process that has ended but was not collected by its parent runs no more. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
