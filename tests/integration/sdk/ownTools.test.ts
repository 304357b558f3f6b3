import { expect, it } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, type Script, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { lastResult } from '../agents/requests';

/** Tools of one name that close over different things, as those of different customers of one server do. */
const whoAmI = (name: string) =>
  tool({ name: 'who_am_i', description: 'Says who', inputSchema: z.object({}), isReadOnly: true }, () => name);

const calling: Script = (request) =>
  request.body.messages.length % 4 === 1 ? toolUse('who_am_i', {}) : text(`I am ${lastResult(request).text}`);

it('steps that were given tools of the same name each call their own, within a run and across runs at the same time', async () => {
  await using test = await startTestSdk(calling);
  const workflow = (one: string, other: string) =>
    test.sdk.workflow
      .define('w')
      .step('one', 'One', 'go', { tools: [whoAmI(one)] })
      .step('other', 'Other', 'go', { tools: [whoAmI(other)], dependsOn: ['one'] });
  const results = await Promise.all([workflow('a', 'b').run(), workflow('c', 'd').run()]);
  expect(results.map(({ steps }) => steps.map((step) => step.text))).toEqual([
    ['I am a', 'I am b'],
    ['I am c', 'I am d'],
  ]);
});

it('sessions that were made with tools of the same name each call their own', async () => {
  await using test = await startTestSdk(calling);
  const [one, other] = [
    await test.sdk.createSession({ tools: [whoAmI('one')] }),
    await test.sdk.createSession({ tools: [whoAmI('other')] }),
  ];
  const [first, second] = await Promise.all([one.send('go'), other.send('go')]);
  expect([first.text, second.text]).toEqual(['I am one', 'I am other']);
  expect((await one.send('go', { tools: [whoAmI('for this turn')] })).text).toBe('I am for this turn');
});

it('a step, a session and a run have their own tool in place of one of the same name that the SDK was made with', async () => {
  await using test = await startTestSdk(calling, { tools: [whoAmI('everybody')] });
  const step = { id: 'one', prompt: 'go', tools: [whoAmI('the step')] };
  expect((await test.sdk.workflow.run({ name: 'w', steps: [step] })).text).toBe('I am the step');
  expect((await test.sdk.run('go', { tools: [whoAmI('the session')] })).text).toBe('I am the session');
  expect((await test.sdk.run('go')).text).toBe('I am everybody');
});

it('a step that names a tool by its name has the one that its own run was given, also when others were given one since', async () => {
  await using test = await startTestSdk(calling);
  const giving = { id: 'giving', prompt: 'go', tools: [whoAmI('the run')] };
  const naming = { id: 'naming', prompt: 'go', tools: ['who_am_i'], dependsOn: ['giving'] };
  const abort = new AbortController();
  const onEvent = ({ type }: { type: string }) => type === 'step.done' && abort.abort();
  const { runId } = await test.sdk.workflow.run({ name: 'w', steps: [giving, naming] }, {}, { signal: abort.signal, onEvent });
  await test.sdk.createSession({ tools: [whoAmI('another')] });
  expect((await test.sdk.workflow.resume(runId)).text).toBe('I am the run');
  const rerun = await test.sdk.workflow.rerunStep(runId, 'naming', { tools: [whoAmI('the call')] });
  expect(rerun.steps[0]?.text).toBe('I am the run');
});

it('a session that is continued in the same process has the tools that it was made with', async () => {
  await using test = await startTestSdk(calling);
  const { sessionId } = await test.sdk.run('go', { tools: [whoAmI('the first')] });
  await test.sdk.createSession({ tools: [whoAmI('another')] });
  expect((await (await test.sdk.resumeSession(sessionId)).send('go')).text).toBe('I am the first');
});

it('a session that a tool of a step begins has none of the step’s tools', async () => {
  await using test = await startTestSdk(byPrompt(['outer', turns(toolUse('nest', {}), text('done'))], ['inner', calling]));
  const nest = tool({ name: 'nest', description: 'Nests', inputSchema: z.object({}), isReadOnly: true }, () =>
    test.sdk.run('inner', { tools: ['who_am_i'] }),
  );
  await test.sdk.workflow.run({ name: 'w', steps: [{ id: 'a', prompt: 'outer', tools: [nest, whoAmI('the step')] }] });
  expect(lastResult(test.server.requests.at(-1))).toMatchObject({ isError: true, text: expect.stringContaining('no tool who_am_i') });
});
