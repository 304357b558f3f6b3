import { describe, expect, it } from 'vitest';
import { type AgentEvent, tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';

describe('workflows through the library (chapter 7, section 1)', () => {
  it('runs the release check of section 1.1: same result from Builder and JSON, the four events, recovery by session', async () => {
    await using test = await startTestSdk(
      byPrompt([/^Run tsc/, text('types fine')], [/^Run ESLint/, text('lint fine')], [/^Generate/, text('# Report')]),
    );
    const builder = test.sdk.workflow
      .define('release-check', 'Pre-release typecheck and lint for a target repo')
      .param('REPO_PATH', { type: 'string', description: 'Local path to the repository', required: true })
      .param('BRANCH', { type: 'string', description: 'Target branch name', default: 'main' })
      .model('claude-sonnet-4-6')
      .systemPrompt('You are a DevOps engineer.')
      .step('typecheck', 'Type Check', 'Run tsc --noEmit on the repo at $REPO_PATH, checking branch $BRANCH.', {
        allowedTools: ['read', 'glob', 'grep'],
      })
      .step('lint', 'Lint', 'Run ESLint on $REPO_PATH at branch $BRANCH. Context: $steps.typecheck.text', { dependsOn: ['typecheck'] })
      .step('report', 'Report', 'Generate a report: $steps.typecheck.text; $steps.lint.text', {
        dependsOn: ['typecheck', 'lint'],
        model: 'claude-haiku-4-5',
        systemPrompt: 'You are a report generator.',
        mode: 'single',
      });
    const events: AgentEvent[] = [];
    const result = await builder.run({ REPO_PATH: '/repo' }, { onEvent: (event) => events.push(event) });

    expect(result).toMatchObject({ status: 'completed', workflowName: 'release-check', text: '# Report' });
    expect(result.steps.map(({ id, name, status, text: answer }) => ({ id, name, status, answer }))).toEqual([
      { id: 'typecheck', name: 'Type Check', status: 'completed', answer: 'types fine' },
      { id: 'lint', name: 'Lint', status: 'completed', answer: 'lint fine' },
      { id: 'report', name: 'Report', status: 'completed', answer: '# Report' },
    ]);
    expect(test.server.requests.map(({ body, prompt }) => [body.model, body.system, prompt])).toEqual([
      ['claude-sonnet-4-6', 'You are a DevOps engineer.', 'Run tsc --noEmit on the repo at /repo, checking branch main.'],
      ['claude-sonnet-4-6', 'You are a DevOps engineer.', 'Run ESLint on /repo at branch main. Context: types fine'],
      ['claude-haiku-4-5', 'You are a report generator.', 'Generate a report: types fine; lint fine'],
    ]);
    expect(test.server.requests.map(({ body }) => body.tools?.map(({ name }) => name).sort() ?? [])).toEqual([
      ['glob', 'grep', 'read'],
      expect.arrayContaining(['bash', 'edit', 'write']),
      [],
    ]);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({ type: 'workflow.start', workflowName: 'release-check', stepCount: 3 });
    expect(events.at(-1)).toMatchObject({ type: 'workflow.done', status: 'completed', aborted: false });

    const session = await test.sdk.resumeSession(result.steps[0]?.sessionId ?? '');
    expect(session.title).toBe('release-check/Type Check');

    const fromJson = await test.sdk.workflow.run(builder.build(), { REPO_PATH: '/repo' });
    expect(fromJson.steps.map((step) => step.text)).toEqual(result.steps.map((step) => step.text));
  });

  it('rejects with every problem, before any event and any session', async () => {
    await using test = await startTestSdk(text('never'));
    const events: AgentEvent[] = [];
    const broken = { name: '', steps: [{ id: 'a', prompt: '', dependsOn: ['b'] }] };
    const failure = test.sdk.workflow.run(broken, {}, { onEvent: (event) => events.push(event) });
    await expect(failure).rejects.toMatchObject({ name: 'WorkflowValidationError' });
    const codes = await failure.catch((error) => error.problems.map((problem: { code: string }) => problem.code));
    expect(codes).toEqual(expect.arrayContaining(['empty_name', 'empty_prompt', 'unknown_dependency']));
    expect(events).toEqual([]);
    expect((await test.sdk.sessions.stats()).total).toBe(0);
  });

  it('rejects with every bad parameter at once', async () => {
    await using test = await startTestSdk(text('never'));
    const definition = {
      name: 'w',
      parameters: { A: { type: 'string' as const, required: true }, B: { type: 'number' as const } },
      steps: [{ id: 'a', prompt: '$A $B' }],
    };
    const failure = test.sdk.workflow.run(definition, { B: 'many', C: 1 });
    await expect(failure).rejects.toMatchObject({ name: 'WorkflowParameterError' });
    const names = await failure.catch((error) => error.problems.map((problem: { name: string }) => problem.name));
    expect(names.sort()).toEqual(['A', 'B', 'C']);
  });

  it('offers a step the tools it was given, and stores their names', async () => {
    const answer = tool(
      { name: 'answer', description: 'Knows', inputSchema: z.object({ question: z.string() }), isReadOnly: true },
      ({ question }) => `42 is the answer to ${question}`,
    );
    await using test = await startTestSdk(
      byPrompt(['Ask', turns(toolUse('answer', { question: 'all' }), text('done'))], ['Other', text('other')]),
    );
    const result = await test.sdk.workflow
      .define('tools')
      .step('ask', 'Ask', 'Ask', { tools: [answer] })
      .step('other', 'Other', 'Other', { dependsOn: ['ask'] })
      .run();
    expect(result.steps.map(({ toolCalls }) => toolCalls)).toEqual([['answer'], []]);
    expect(JSON.stringify(test.server.requests[1]?.body.messages)).toContain('42 is the answer to all');
    expect(test.server.requests[2]?.body.tools?.map(({ name }) => name)).not.toContain('answer');
  });

  it('takes a definition that the caller has a type of their own for', async () => {
    interface Plan {
      name: string;
      steps: { id: string; prompt: string; owner?: string }[];
    }
    const plan: Plan = { name: 'plan', steps: [{ id: 'a', prompt: 'go', owner: 'me' }] };
    await using test = await startTestSdk(text('fine'));
    expect(await test.sdk.workflow.run(plan)).toMatchObject({ status: 'completed', text: 'fine' });
  });

  it('keeps the listener apart: one that throws changes nothing', async () => {
    await using test = await startTestSdk(text('fine'));
    const result = await test.sdk.workflow
      .define('w')
      .step('a', 'A', 'go')
      .run(undefined, {
        onEvent: () => {
          throw new Error('listener');
        },
      });
    expect(result.status).toBe('completed');
    expect(test.server.requests).toHaveLength(1);
  });

  it('keeps an asynchronous listener apart, too', async () => {
    await using test = await startTestSdk(text('fine'));
    const result = await test.sdk.workflow
      .define('w')
      .step('a', 'A', 'go')
      .run(undefined, { onEvent: async () => Promise.reject(new Error('listener')) });
    expect(result.status).toBe('completed');
  });

  it('waits at least as long as the server asks before it tries again', async () => {
    const refusal = {
      ...text(''),
      status: 429,
      headers: { 'retry-after': '61' },
      body: '{"error":{"type":"rate_limit_error","message":"slow down"}}',
    };
    await using test = await startTestSdk(refusal);
    const stop = new AbortController();
    const delays: number[] = [];
    const onEvent = (event: AgentEvent) => {
      if (event.type !== 'step.retry') return;
      delays.push(event.delayMs);
      stop.abort();
    };
    await test.sdk.workflow.define('w').step('a', 'A', 'go', { retries: 1 }).run(undefined, { onEvent, signal: stop.signal });
    expect(delays).toEqual([61_000]);
  });

  it('refuses options that do not fit with a sentence, before anything is stored', async () => {
    await using test = await startTestSdk(text('never'));
    const run = test.sdk.workflow.run as (...args: unknown[]) => Promise<unknown>;
    const definition = { name: 'w', steps: [{ id: 'a', prompt: 'go' }] };
    for (const args of [
      [{}, { permissionMode: 'nope' }],
      [{}, { signal: 'x' }],
      [{}, { onEvent: 5 }],
      [{}, null],
      [null, {}],
    ]) {
      await expect(run(definition, ...args), JSON.stringify(args)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    expect((await test.sdk.sessions.stats()).total).toBe(0);
  });

  it('retries a failed step and what was skipped because of it in the same run', async () => {
    let isUp = false;
    await using test = await startTestSdk((request) =>
      request.prompt.startsWith('flaky') && !isUp
        ? { ...text(''), status: 400, body: '{"error":{"type":"invalid_request_error","message":"no"}}' }
        : text('ok'),
    );
    const first = await test.sdk.workflow
      .define('w')
      .step('a', 'A', 'flaky')
      .step('b', 'B', 'after $steps.a.text', { dependsOn: ['a'] })
      .run();
    expect(first.steps.map(({ status }) => status)).toEqual(['failed', 'skipped']);
    isUp = true;
    const second = await test.sdk.workflow.retryStep(first.runId, 'a');
    expect(second).toMatchObject({ runId: first.runId, status: 'completed' });
    expect(second.steps.map(({ status }) => status)).toEqual(['completed', 'completed']);
  });

  it('runs a step again from where its session stands, and what depends on it, in the same run', async () => {
    await using test = await startTestSdk(
      byPrompt(
        ['pick', ({ body }) => text(JSON.stringify(body.messages).includes('Rather blue') ? 'blue' : 'red')],
        ['paint', ({ prompt }) => text(`painted ${prompt.split(' ')[1]}`)],
        ['apart', text('untouched')],
      ),
    );
    const first = await test.sdk.workflow
      .define('w')
      .step('pick', 'Pick', 'pick')
      .step('paint', 'Paint', 'paint $steps.pick.text', { dependsOn: ['pick'] })
      .step('apart', 'Apart', 'apart')
      .run();
    const session = await test.sdk.resumeSession(first.steps[0]?.sessionId ?? '');
    await session.send('Rather blue, please.');
    const asked = test.server.requests.length;

    const events: AgentEvent[] = [];
    const second = await test.sdk.workflow.rerunStep(first.runId, 'pick', { onEvent: (event) => events.push(event) });

    expect(second).toMatchObject({ runId: first.runId, status: 'completed', text: 'painted blue' });
    expect(second.steps.map(({ text: answer }) => answer)).toEqual(['blue', 'painted blue', 'untouched']);
    expect(test.server.requests.slice(asked).map(({ prompt }) => prompt)).toEqual(['paint blue']);
    expect(events[0]).toMatchObject({ type: 'workflow.start', resumed: true, reopened: ['pick', 'paint'], continued: 'pick' });
    await expect(test.sdk.workflow.rerunStep(first.runId, 'none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const aborted = { signal: AbortSignal.abort() };
    await expect(test.sdk.workflow.rerunStep(first.runId, 'pick', aborted)).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await test.sdk.workflow.resume(first.runId)).status).toBe('completed');
  });
});
