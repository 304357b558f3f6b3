import { describe, expect } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { conforms } from './statements';
import { offered, openEcho, prompts, recorder } from './support';

const lookup = tool({ name: 'lookup', description: 'Looks up', inputSchema: z.object({}), isReadOnly: true }, () => 'found');

describe('chapter 7, section 1.0: the Builder', () => {
  conforms('define(name, description?)', 'name', async () => {
    await using test = await openEcho();
    const { events, onEvent } = recorder();
    const result = await test.sdk.workflow.define('release-check').step('a', 'Type Check', 'go').run({}, { onEvent });
    const session = await test.sdk.resumeSession(result.steps[0]?.sessionId ?? '');
    const named = events.flatMap((event) => ('workflowName' in event ? [event.workflowName] : []));
    expect({ named: new Set(named), title: session.title, result: result.workflowName }).toEqual({
      named: new Set(['release-check']),
      title: 'release-check/Type Check',
      result: 'release-check',
    });
  });
  conforms('define(name, description?)', 'description', async () => {
    await using test = await openEcho();
    await test.sdk.workflow.define('w', 'What it is for').step('a', 'A', 'go').run();
    const [session] = await test.sdk.sessions.list();
    expect(session?.metadata).toMatchObject({ workflowDescription: 'What it is for' });
  });

  conforms('param(name, definition)', 'name', async () => {
    await using test = await openEcho();
    const builder = test.sdk.workflow.define('w').param('REPO_PATH', { type: 'string', description: 'Where' });
    await builder.step('a', 'A', 'look at $REPO_PATH').run({ REPO_PATH: '/repo' });
    expect(prompts(test)).toEqual(['look at /repo']);
  });
  conforms('param(name, definition)', 'definition.type', async () => {
    await using test = await openEcho();
    const builder = test.sdk.workflow.define('w');
    for (const type of ['string', 'number', 'boolean', 'json'] as const) builder.param(type.toUpperCase(), { type, description: type });
    const params = { STRING: 'a', NUMBER: 1.5, BOOLEAN: true, JSON: { b: [1] } };
    await builder.step('a', 'A', '$STRING $NUMBER $BOOLEAN $JSON').run(params);
    expect(prompts(test)).toEqual(['a 1.5 true {"b":[1]}']);
  });
  conforms('param(name, definition)', 'definition.description', async () => {
    await using test = await openEcho();
    const definition = test.sdk.workflow.define('w').param('X', { type: 'string', description: 'What X is for' }).build();
    expect(definition.parameters?.X?.description).toBe('What X is for');
  });
  conforms('param(name, definition)', 'definition.required', async () => {
    await using test = await openEcho();
    const of = (required?: boolean) => {
      const parameter = { type: 'string' as const, description: '', ...(required !== undefined && { required }) };
      return test.sdk.workflow.define('w').param('X', parameter).step('a', 'A', '[$X]');
    };
    await expect(of(true).run()).rejects.toMatchObject({ name: 'WorkflowParameterError' });
    await of(false).run();
    await of().run();
    expect(prompts(test)).toEqual(['[]', '[]']);
  });
  conforms('param(name, definition)', 'definition.default', async () => {
    await using test = await openEcho();
    const builder = test.sdk.workflow.define('w').param('X', { type: 'string', description: '', default: 'usual' }).step('a', 'A', '$X');
    await builder.run();
    await builder.run({ X: 'given' });
    expect(prompts(test)).toEqual(['usual', 'given']);
  });

  conforms('model(model)', 'model', async () => {
    await using test = await openEcho({ model: 'from-sdk' });
    const builder = test.sdk.workflow.define('w').step('a', 'A', 'go').model('claude-sonnet-4-6');
    await builder.run();
    await builder.model(null).run();
    expect(test.server.requests.map(({ body }) => body.model)).toEqual(['claude-sonnet-4-6', 'from-sdk']);
  });
  conforms('systemPrompt(prompt)', 'prompt', async () => {
    await using test = await openEcho();
    await test.sdk.workflow.define('w').systemPrompt('Be brief.').step('a', 'A', 'go').step('b', 'B', 'go').run();
    expect(test.server.requests.map(({ body }) => body.system)).toEqual(['Be brief.', 'Be brief.']);
  });

  conforms('step(id, description, prompt, opts?)', 'id', async () => {
    await using test = await openEcho();
    const result = await test.sdk.workflow
      .define('w')
      .step('first', 'A', 'one')
      .step('second', 'B', 'after $steps.first.text', { dependsOn: ['first'] })
      .run();
    expect(result.steps.find(({ id }) => id === 'second')?.text).toBe('after one!!');
    const twice = test.sdk.workflow.define('w').step('a', 'A', 'x').step('a', 'A', 'y').run();
    await expect(twice).rejects.toMatchObject({ problems: [expect.objectContaining({ code: 'duplicate_id' })] });
  });
  conforms('step(id, description, prompt, opts?)', 'description', async () => {
    await using test = await openEcho();
    const { events, onEvent } = recorder();
    const result = await test.sdk.workflow.define('w').step('a', 'Typen prüfen', 'x').step('b', '', 'y').run({}, { onEvent });
    const shown = events.flatMap((event) => ('stepName' in event ? [event.stepName] : []));
    expect({ shown: [...new Set(shown)], result: result.steps.map(({ name }) => name) }).toEqual({
      shown: ['Typen prüfen', 'b'],
      result: ['Typen prüfen', 'b'],
    });
    expect((await test.sdk.sessions.list()).map(({ title }) => title).toSorted()).toEqual(['w/Typen prüfen', 'w/b']);
  });
  conforms('step(id, description, prompt, opts?)', 'prompt', async () => {
    await using test = await startTestSdk(byPrompt([/^look/, turns(toolUse('lookup', {}), text('seen'))], [/^sum/, text('done')]), {
      tools: [lookup],
    });
    await test.sdk.workflow
      .define('w')
      .param('WHO', { type: 'string', description: '' })
      .step('a', 'A', 'look')
      .step('b', 'B', 'sum $steps.a.text by $steps.a.toolCalls for $WHO', { dependsOn: ['a'] })
      .run({ WHO: 'me' });
    expect(prompts(test).at(-1)).toBe('sum seen by lookup for me');
  });
  conforms('step(id, description, prompt, opts?)', 'opts.dependsOn', async () => {
    const bothAsked = Promise.withResolvers<void>();
    let asked = 0;
    // Neither of the two is answered before both have asked, so they end only if they run in parallel.
    await using test = await startTestSdk((request) => {
      if (!request.prompt.startsWith('side')) return text('base');
      asked += 1;
      if (asked === 2) bothAsked.resolve();
      return { ...text('side'), until: bothAsked.promise };
    });
    const result = await test.sdk.workflow
      .define('w')
      .step('base', '', 'base')
      .step('left', '', 'side', { dependsOn: ['base'] })
      .step('right', '', 'side', { dependsOn: ['base'] })
      .run();
    expect(result.status).toBe('completed');
    expect(prompts(test)).toEqual(['base', 'side', 'side']);
  });
  conforms('step(id, description, prompt, opts?)', 'opts.allowedTools', async () => {
    await using test = await openEcho();
    await test.sdk.workflow
      .define('w')
      .step('a', '', 'x', { allowedTools: ['read', 'Grep'] })
      .run();
    expect(offered(test.server.requests[0])).toEqual(['grep', 'read']);
  });
  conforms('step(id, description, prompt, opts?)', 'opts.tools', async () => {
    const own = tool({ name: 'own', description: 'Own', inputSchema: z.object({}) }, () => 'mine');
    await using test = await startTestSdk(turns(toolUse('own', {}), text('done')), {
      tools: [lookup],
      permissionMode: 'bypassPermissions',
    });
    const result = await test.sdk.workflow
      .define('w')
      .step('a', '', 'x', { tools: [own, 'lookup'] })
      .run();
    expect(result.steps[0]).toMatchObject({ toolCalls: ['own'], text: 'done' });
    expect(offered(test.server.requests[0])).toEqual(expect.arrayContaining(['lookup', 'own']));
    const unknown = await test.sdk.workflow
      .define('w')
      .step('a', '', 'x', { tools: ['nonsense'] })
      .run()
      .catch((error) => error);
    expect(unknown).toMatchObject({ problems: [expect.objectContaining({ code: 'unknown_tool' })] });
  });
  conforms('step(id, description, prompt, opts?)', 'opts.model |', async () => {
    await using test = await openEcho();
    await test.sdk.workflow.define('w').model('global').step('a', '', 'x', { model: 'own' }).step('b', '', 'y').run();
    expect(Object.fromEntries(test.server.requests.map(({ prompt, body }) => [prompt, body.model]))).toEqual({ x: 'own', y: 'global' });
  });
  conforms('step(id, description, prompt, opts?)', 'opts.systemPrompt', async () => {
    await using test = await openEcho();
    await test.sdk.workflow.define('w').systemPrompt('global').step('a', '', 'x', { systemPrompt: 'own' }).step('b', '', 'y').run();
    expect(Object.fromEntries(test.server.requests.map(({ prompt, body }) => [prompt, body.system]))).toEqual({ x: 'own', y: 'global' });
  });
  conforms('step(id, description, prompt, opts?)', 'opts.mode |', async () => {
    await using test = await startTestSdk(turns(toolUse('lookup', {}), text('answer')), { tools: [lookup] });
    const loops = await test.sdk.workflow.define('w').step('a', '', 'x').run();
    expect(loops.steps[0]).toMatchObject({ toolCalls: ['lookup'], text: 'answer' });
    const single = await test.sdk.workflow.define('w').step('a', '', 'x', { mode: 'single' }).run();
    expect(single.steps[0]?.status).toBe('failed'); // it called a tool that it was not offered
    expect(offered(test.server.requests.at(-1))).toEqual([]);
  });

  conforms('run(params?, options?)', 'params', async () => {
    await using test = await openEcho();
    const builder = test.sdk.workflow
      .define('w')
      .param('A', { type: 'string', description: '' })
      .param('B', { type: 'number', description: '' });
    await builder.step('a', '', '$A-$B').run({ A: 'x', B: 2 });
    expect(prompts(test)).toEqual(['x-2']);
  });
  conforms('run(params?, options?)', 'options.onEvent', async () => {
    await using test = await openEcho();
    const { events, onEvent } = recorder();
    await test.sdk.workflow.define('w').step('a', '', 'x').run({}, { onEvent });
    const chapter = ['workflow.start', 'step.start', 'step.done', 'workflow.done'];
    expect(events.map(({ type }) => type).filter((type) => chapter.includes(type))).toEqual(chapter);
  });
  conforms('run(params?, options?)', 'options.signal', async () => {
    await using test = await startTestSdk({ ...text(''), stallAfter: 0 });
    const abort = new AbortController();
    const run = test.sdk.workflow
      .define('w')
      .step('a', '', 'x')
      .step('b', '', 'y', { dependsOn: ['a'] })
      .run({}, { signal: abort.signal });
    await expect.poll(() => test.server.openRequests).toBe(1);
    abort.abort();
    const result = await run;
    expect(result).toMatchObject({ aborted: true, status: 'failed' });
    await test.server.idle();
    expect(test.server.requests).toHaveLength(1);
  });
});
