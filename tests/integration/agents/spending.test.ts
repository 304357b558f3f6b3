import { expect, it } from 'vitest';
import { type AgentSdkOptions, tool, z } from '../../../electron/sdk/index';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';

const used = (inputTokens: number) => ({ inputTokens, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 });
const lead = { name: 'lead', steps: [{ id: 'lead', prompt: 'Lead', tools: ['run_workflow'] }] };
const inner = { name: 'inner', steps: [{ id: 'work', prompt: 'Work' }] };
const outer = {
  name: 'outer',
  steps: [
    { id: 'order', prompt: 'Order', tools: ['run_workflow'] },
    { id: 'alone', prompt: 'Alone' },
  ],
};
const order = (definition: typeof inner | typeof outer, tokens: number) =>
  toolUse('run_workflow', { definition: JSON.parse(JSON.stringify(definition)) }, used(tokens));

const options: AgentSdkOptions = {
  permissionMode: 'bypassPermissions',
  model: 'priced',
  prices: { priced: { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite: 0 } },
  agents: [{ name: 'bot', description: 'Does things' }],
};

it('a run says what its own steps used, what they started used, however deep, and what that is together', async () => {
  await using test = await startTestSdk(
    byPrompt(
      ['Lead', turns(order(outer, 1), toolUse('task', { agent: 'bot', prompt: 'Chore' }, used(2)), text('done', used(4)))],
      ['Order', turns(order(inner, 10), text('ordered', used(20)))],
      ['Alone', text('alone', used(40))],
      ['Work', text('worked', used(100))],
      ['Chore', text('did it', used(1000))],
    ),
    options,
  );
  const result = await test.sdk.workflow.run(lead);
  expect(result).toMatchObject({
    status: 'completed',
    usage: used(7),
    costUsd: 7,
    startedWithin: { runs: 2, sessions: 1, usage: used(1170), costUsd: 1170 },
    total: { usage: used(1177), costUsd: 1177 },
  });
  const again = await test.sdk.workflow.resume(result.runId);
  expect(again).toEqual(result);
});

it('a run that started nothing costs in all what it cost itself', async () => {
  await using test = await startTestSdk(text('worked', used(3)), options);
  expect(await test.sdk.workflow.run(inner)).toMatchObject({
    usage: used(3),
    startedWithin: { runs: 0, sessions: 0, costUsd: 0 },
    total: { usage: used(3), costUsd: 3 },
  });
});

it('counts what a tool’s own code starts, and one price that is not known makes the total unknown', async () => {
  const nest = tool({ name: 'nest', description: 'Nests', inputSchema: z.object({}) }, async () => {
    await test.sdk.run('Chore', { model: 'nobody-knows' });
    return (await test.sdk.workflow.run(inner)).text;
  });
  await using test = await startTestSdk(
    byPrompt(
      ['Lead', turns(toolUse('nest', {}, used(1)), text('done', used(2)))],
      ['Work', text('ok', used(10))],
      ['Chore', text('ok', used(100))],
    ),
    { ...options, tools: [nest] },
  );
  expect(await test.sdk.workflow.run(lead)).toMatchObject({
    costUsd: 3,
    startedWithin: { runs: 1, sessions: 1, usage: used(110), costUsd: null },
    total: { usage: used(113), costUsd: null },
  });
});
