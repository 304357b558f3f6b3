import { describe, expect } from 'vitest';
import { type DirectDefinition, toBuilderCode, tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { conforms } from './statements';
import { openEcho, prompts, recorder } from './support';

const one = (fields: Record<string, unknown> = {}) => ({
  name: 'w',
  description: '',
  steps: [{ id: 'a', description: '', prompt: 'go' }],
  ...fields,
});

describe('chapter 7, section 1.0: definitions and where they run', () => {
  conforms('Direct engine usage', 'name', async () => {
    await using test = await openEcho();
    expect((await test.sdk.workflow.run(one({ name: 'given' }))).workflowName).toBe('given');
    await expect(test.sdk.workflow.run(one({ name: '' }))).rejects.toMatchObject({ problems: [{ code: 'empty_name' }] });
  });
  conforms('Direct engine usage', 'description', async () => {
    await using test = await openEcho();
    await test.sdk.workflow.run(one({ description: 'What for' }));
    expect((await test.sdk.sessions.list())[0]?.metadata).toMatchObject({ workflowDescription: 'What for' });
  });
  conforms('Direct engine usage', 'steps', async () => {
    await using test = await startTestSdk(byPrompt([/^one/, text('1')], [/^two/, text('2')]));
    const steps = [
      { id: 'b', description: 'B', prompt: 'two $steps.a.text', dependsOn: ['a'], mode: 'single' },
      { id: 'a', description: 'A', prompt: 'one', tools: ['read'] },
    ];
    const result = await test.sdk.workflow.run({ name: 'w', description: '', steps });
    expect(result.steps.map(({ id, name, text: said }) => ({ id, name, said }))).toEqual([
      { id: 'b', name: 'B', said: '2' },
      { id: 'a', name: 'A', said: '1' },
    ]);
    expect(prompts(test)).toEqual(['one', 'two 1']);
  });
  conforms('Direct engine usage', 'parameters', async () => {
    await using test = await openEcho();
    const parameters = { WHO: { type: 'string', description: '', required: true } };
    await test.sdk.workflow.run(one({ parameters, steps: [{ id: 'a', prompt: 'hello $WHO' }] }), { WHO: 'you' });
    expect(prompts(test)).toEqual(['hello you']);
  });
  conforms('Direct engine usage', 'model', async () => {
    await using test = await openEcho({ model: 'from-sdk' });
    await test.sdk.workflow.run(one({ model: 'global' }));
    await test.sdk.workflow.run(one({ model: null }));
    expect(test.server.requests.map(({ body }) => body.model)).toEqual(['global', 'from-sdk']);
  });
  conforms('Direct engine usage', 'systemPrompt', async () => {
    await using test = await openEcho();
    await test.sdk.workflow.run(one({ systemPrompt: 'Be kind.' }));
    expect(test.server.requests[0]?.body.system).toBe('Be kind.');
  });

  const both = (test: Awaited<ReturnType<typeof openEcho>>) => {
    const builder = test.sdk.workflow.define('w', 'd').param('X', { type: 'string', description: 'x', default: 'y' });
    const built = builder.step('a', 'A', '$X').step('b', 'B', '$steps.a.text', { dependsOn: ['a'] });
    const json = {
      name: 'w',
      description: 'd',
      parameters: { X: { type: 'string', description: 'x', default: 'y' } },
      steps: [
        { id: 'a', description: 'A', prompt: '$X' },
        { id: 'b', description: 'B', prompt: '$steps.a.text', dependsOn: ['a'] },
      ],
    };
    return { built, json };
  };
  conforms('Two design paths', 'Author', async () => {
    // What an agent wrote reaches the engine through a tool of the session that it works in.
    await using test = await startTestSdk(
      byPrompt(['design', turns(toolUse('run_it', { definition: one() }), text('ran it'))], ['go', text('from the agent')]),
      { permissionMode: 'bypassPermissions' },
    );
    const runIt = tool(
      { name: 'run_it', description: 'Runs a workflow', inputSchema: z.object({ definition: z.record(z.string(), z.unknown()) }) },
      async ({ definition }) => (await test.sdk.workflow.run(definition)).text,
    );
    const session = await test.sdk.createSession();
    await session.send('design', { tools: [runIt] });
    expect(JSON.stringify(session.messages())).toContain('from the agent');
  });
  conforms('Two design paths', 'Type safety', async () => {
    await using test = await openEcho();
    const builder = test.sdk.workflow.define('w').step('first', '', 'x');
    // @ts-expect-error: there is no step `frist`
    const misspelt = builder.step('second', '', 'y', { dependsOn: ['frist'] });
    await expect(test.sdk.workflow.run(misspelt.build())).rejects.toMatchObject({
      problems: [expect.objectContaining({ code: 'unknown_dependency' })],
    });
  });
  conforms('Two design paths', 'Integration', async () => {
    await using test = await openEcho();
    const { built, json } = both(test);
    const [chain, call] = [await built.run({ X: 'z' }), await test.sdk.workflow.run(json, { X: 'z' })];
    const told = ({ steps, status, text: said }: typeof chain) => ({
      status,
      said,
      steps: steps.map((step) => ({ ...step, sessionId: '', durationMs: 0 })),
    });
    expect(told(call)).toEqual(told(chain));
  });
  conforms('Two design paths', 'Serializable', async () => {
    await using test = await openEcho();
    const { built, json } = both(test);
    expect(JSON.parse(JSON.stringify(built.build()))).toEqual(json);
    expect(toBuilderCode(built.build())).toContain(".define('w', 'd')");
  });

  conforms('Deployment modes', 'Standalone', async () => {
    await using test = await openEcho();
    const standalone: DirectDefinition = { name: 'release-check', steps: [{ id: 'lint', prompt: 'Run lint' }] };
    expect((await test.sdk.workflow.run(standalone)).status).toBe('completed');
  });
  conforms('Deployment modes', 'In both modes, each step creates an independent session.', async () => {
    await using test = await openEcho();
    const { events, onEvent } = recorder();
    const { built } = both(test);
    const result = await built.run({}, { onEvent });
    const [first, second] = result.steps.map(({ sessionId }) => sessionId);
    expect(first).not.toBe(second);
    expect(events.flatMap((event) => (event.type === 'step.start' ? [event.sessionId] : []))).toEqual([first, second]);
    // The second begins with its own prompt: nothing of the first one's conversation is in it.
    expect(test.server.requests[1]?.body.messages).toHaveLength(1);
  });
  conforms('Deployment modes', 'Steps can be resumed individually', async () => {
    await using test = await openEcho();
    const { built } = both(test);
    const result = await built.run();
    const session = await test.sdk.resumeSession(result.steps[0]?.sessionId ?? '');
    await session.send('and then?');
    expect(test.server.requests.at(-1)?.body.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });
});
