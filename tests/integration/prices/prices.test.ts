import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import type { HostOptions } from '../../../electron/host/hostOptions';
import type { PriceTable } from '../../../shared/catalog/prices';
import type { RunEvent } from '../../../shared/run/events';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { temporaryFolder } from '../../support/temporaryFolder';

const PER_INPUT_TOKEN = { input: 1_000_000, output: 0 };
const TWICE = { input: 2_000_000, output: 0 };
const WORKFLOW = { name: 'w', steps: ['a', 'b'].map((id) => ({ id, prompt: id })) };

/** A host whose person has written `content` into their prices, with a model server whose replies take 7 tokens in. */
async function open(content: string | undefined, options: HostOptions = {}) {
  const folder = temporaryFolder();
  const server = await startModelServer({ script: text('Done.', { inputTokens: 7 }) });
  mkdirSync(join(folder.path, 'stepgraph'));
  const file = join(folder.path, 'stepgraph', 'prices.json');
  if (content !== undefined) writeFileSync(file, content);
  const environment = { ANTHROPIC_BASE_URL: server.url, XDG_CONFIG_HOME: folder.path };
  const host = await createHost({ database: join(folder.path, 'store.db'), workDir: folder.path, model: 'mine', environment, ...options });
  return {
    host,
    file,
    async run(rehearse = false) {
      const events: RunEvent[] = [];
      const { result } = await host.runs.start({ definition: WORKFLOW, rehearse }, { onEvent: (event) => void events.push(event) });
      return { result: await result, warnings: events.flatMap((event) => (event.type === 'step.warning' ? [event.message] : [])) };
    },
    async [Symbol.asyncDispose]() {
      await host.close();
      await server.close();
      folder[Symbol.dispose]();
    },
  };
}

it('a price in the person’s file makes the cost of a run', async () => {
  await using test = await open(JSON.stringify({ 'mi*': PER_INPUT_TOKEN }));
  expect(await test.run()).toMatchObject({ result: { costUsd: 14 }, warnings: [] });
});

it('a model without a price has an unknown cost, never none', async () => {
  await using test = await open(undefined);
  expect((await test.run()).result).toMatchObject({ status: 'completed', costUsd: null, usage: { inputTokens: 14 } });
});

it('a price set through the window holds for the next run, and a price given in code comes before it', async () => {
  await using test = await open(undefined);
  await test.host.services.prices.change({ mine: TWICE });
  expect((await test.run()).result.costUsd).toBe(28);
  await using given = await open(JSON.stringify({ mine: TWICE }), { prices: { mine: PER_INPUT_TOKEN } });
  expect((await given.run()).result.costUsd).toBe(14);
});

it('a file that cannot be used is told once in a run that costs something, and breaks nothing', async () => {
  await using test = await open('{ "mine": { "input": "much" } }');
  const { result, warnings } = await test.run();
  expect(result).toMatchObject({ status: 'completed', costUsd: null });
  expect(warnings).toEqual([expect.stringMatching(/prices\.json is not used: “mine” input/)]);
  expect((await test.run(true)).warnings).toEqual([]);
});

it('lists the prices that hold, each with where it is from', async () => {
  const given: PriceTable = { 'given-*': PER_INPUT_TOKEN };
  const own = { 'given-one': TWICE, mine: TWICE, 'claude-haiku-4-5': PER_INPUT_TOKEN, 'claude-opus-*': TWICE };
  await using test = await open(JSON.stringify(own), { prices: given });
  const { rows, problem, file } = test.host.services.prices.list();
  expect({ problem, file }).toEqual({ problem: null, file: test.file });
  expect(rows.filter(({ source }) => source !== 'built-in')).toEqual([
    { model: 'given-*', price: PER_INPUT_TOKEN, source: 'given' },
    { model: 'mine', price: TWICE, source: 'file' },
    {
      model: 'claude-haiku-4-5',
      price: PER_INPUT_TOKEN,
      source: 'file',
      builtIn: { input: 1, output: 5, cacheWrite: 1.25, cacheRead: 0.1 },
    },
    { model: 'claude-opus-*', price: TWICE, source: 'file' },
  ]);
  const builtIn = rows.filter(({ source }) => source === 'built-in').map(({ model }) => model);
  expect(builtIn).toContain('claude-sonnet-4-6');
  expect(builtIn.filter((model) => /opus|haiku-4-5/.test(model))).toEqual([]);
});

it('prices given in code are checked', async () => {
  const prices = { mine: { input: -1, output: 0 } };
  await expect(createHost({ database: ':memory:', prices })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
