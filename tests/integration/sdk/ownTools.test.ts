import { expect, it } from 'vitest';
import { tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import type { Script } from '../../support/modelServer/script';
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
