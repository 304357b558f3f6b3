import { describe, expect, it } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, type Script, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { lastResult, requestsOf } from './requests';

/** Tools of one name that close over different things, as those of different teams do. */
const lookUp = (whose: string) =>
  tool({ name: 'look_up', description: 'Looks up', inputSchema: z.object({}), isReadOnly: true }, () => `what ${whose} know`);

const bypass = { permissionMode: 'bypassPermissions' } as const;
const answering: Script = (request) => text(lastResult(request).text);
/** Calls the tool and answers with what it said. */
const lookingUp: Script = (request) => (request.body.messages.length % 4 === 1 ? toolUse('look_up', {}) : answering(request));
const orderingTask = (agent: string): Script => turns(toolUse('task', { agent, prompt: 'Work' }), text('asked'));
const ordering = (order: { readonly workflow?: string; readonly definition?: object }): Script => {
  const call = toolUse('run_workflow', JSON.parse(JSON.stringify(order)));
  return (request) => (request.body.messages.length === 1 ? call : answering(request));
};
const flow = (...tools: (string | ReturnType<typeof lookUp>)[]) => ({ name: 'flow', steps: [{ id: 'only', prompt: 'Step', tools }] });
const agent = (name: string, fields: object) => ({ name, description: name, ...fields });

describe('an agent', () => {
  it('calls its own tool, whoever else has one of the same name', async () => {
    await using test = await startTestSdk(
      byPrompt(['Ask art', orderingTask('art')], ['Ask law', orderingTask('law')], ['Work', lookingUp]),
      {
        ...bypass,
        agents: [agent('art', { tools: [lookUp('artists')] }), agent('law', { tools: [lookUp('lawyers')] })],
        tools: [lookUp('all')],
      },
    );
    await test.sdk.createSession({ tools: [lookUp('others')] });
    for (const whom of ['Ask art', 'Ask law']) await test.sdk.run(whom, { tools: [lookUp('callers')] });
    const told = requestsOf(test.server.requests, 'Work').filter(({ body }) => body.messages.length > 1);
    expect(told.map((request) => lastResult(request).text)).toEqual(['what artists know', 'what lawyers know']);
  });

  it('has workflows whose steps call the tools they were given, else those of the agent', async () => {
    const script = byPrompt(
      ['Ask art', orderingTask('art')],
      ['Ask law', orderingTask('law')],
      ['Ask pub', orderingTask('pub')],
      ['Work', ordering({ workflow: 'flow' })],
      ['Step', lookingUp],
    );
    await using test = await startTestSdk(script, {
      ...bypass,
      agents: [
        agent('art', { tools: [lookUp('artists')], workflows: [flow(lookUp('painters'))] }),
        agent('law', { tools: [lookUp('lawyers')], workflows: [flow('look_up')] }),
        agent('pub', { workflows: [flow(lookUp('publicans'))] }),
      ],
    });
    for (const whom of ['Ask art', 'Ask law', 'Ask pub']) await test.sdk.run(whom);
    const told = requestsOf(test.server.requests, 'Step').filter(({ body }) => body.messages.length > 1);
    expect(told.map((request) => lastResult(request).text)).toEqual(['what painters know', 'what lawyers know', 'what publicans know']);
  });

  it('has them in a further process that goes on with one of its runs', async () => {
    const abort = new AbortController();
    const stopped: Script = (request) => {
      if (abort.signal.aborted) return lookingUp(request);
      abort.abort();
      return { ...text(''), stallAfter: 0 };
    };
    const script = byPrompt(['Ask', orderingTask('art')], ['Work', ordering({ workflow: 'flow' })], ['Step', stopped]);
    const agents = [agent('art', { workflows: [flow(lookUp('painters'))] })];
    await using test = await startTestSdk(script, { ...bypass, agents });
    await expect(test.sdk.run('Ask', { signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    const step = (await test.sdk.sessions.list()).find(({ metadata }) => metadata.stepId === 'only');
    await test.sdk.close();
    const resumed = await (await test.open()).workflow.resume(step?.metadata.runId ?? '');
    expect(resumed).toMatchObject({ status: 'completed', text: 'what painters know' });
  });
});

describe('a tool of one agent, session or run', () => {
  const options = { ...bypass, agents: [agent('art', { tools: [lookUp('artists')] })] };

  it('is none that a run can name', async () => {
    await using test = await startTestSdk(lookingUp, options);
    await test.sdk.createSession({ tools: [lookUp('others')] });
    await test.sdk.workflow.run(flow(lookUp('first')));
    const problems = [expect.objectContaining({ code: 'unknown_tool' })];
    await expect(test.sdk.workflow.run(flow('look_up'))).rejects.toMatchObject({ problems });
  });

  it('is none that another session can name', async () => {
    await using test = await startTestSdk(lookingUp, options);
    await test.sdk.createSession({ tools: [lookUp('others')] });
    const session = await test.sdk.createSession({ tools: ['look_up'] });
    await expect(session.send('Go')).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('no tool look_up') });
    expect(test.server.requests).toEqual([]);
  });

  it('is none of a workflow that a model writes for somebody else: that is among its problems, and nothing runs', async () => {
    const script = byPrompt(['Design', ordering({ definition: flow('look_up') })], ['Step', lookingUp]);
    await using test = await startTestSdk(script, options);
    await test.sdk.createSession({ tools: [lookUp('others')] });
    const { text: told } = await (await test.sdk.createSession({ tools: ['run_workflow'] })).send('Design');
    expect(told).toMatch(/cannot run[\s\S]*unknown_tool[\s\S]*\$\.steps\[0\]\.tools\[0\]/);
    expect(requestsOf(test.server.requests, 'Step')).toEqual([]);
  });
});

describe('a workflow that a model writes', () => {
  const script = byPrompt(
    ['Design', ordering({ definition: flow('look_up') })],
    ['Ask', orderingTask('art')],
    ['Work', ordering({ definition: flow('look_up') })],
    ['Step', lookingUp],
  );
  const sessionTools = ['run_workflow', lookUp('callers')];

  it('can give its steps what its author was given: with its session, its turn, its step or its agent', async () => {
    await using test = await startTestSdk(script, {
      ...bypass,
      agents: [agent('art', { tools: ['run_workflow', lookUp('artists')] })],
      tools: [lookUp('all')],
    });
    const session = await test.sdk.createSession({ tools: sessionTools });
    expect((await session.send('Design')).text).toContain('what callers know');
    const turn = await test.sdk.createSession({ tools: sessionTools });
    expect((await turn.send('Design', { tools: [lookUp('this turn')] })).text).toContain('what this turn know');
    const step = { id: 'author', prompt: 'Design', tools: ['run_workflow', lookUp('steps')] };
    expect((await test.sdk.workflow.run({ name: 'outer', steps: [step] })).text).toContain('what steps know');
    await test.sdk.run('Ask');
    const told = requestsOf(test.server.requests, 'Work').at(-1);
    expect(lastResult(told).text).toContain('what artists know');
  });

  it('cannot give them what its author may not use', async () => {
    await using test = await startTestSdk(script, bypass);
    const session = await test.sdk.createSession({ tools: sessionTools, allowedTools: ['run_workflow', 'read'] });
    expect((await session.send('Design')).text).toContain('unknown_tool');
    expect(requestsOf(test.server.requests, 'Step')).toEqual([]);
  });
});
