import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { Machine } from './commandLine';

const workflow = { name: 'w', model: 'mine', steps: [{ id: 'a', prompt: 'Go' }] };

describe('stepgraph prices', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => machine[Symbol.dispose]());
  const config = () => join(machine.folder, '.config', 'stepgraph');

  it('lists what models cost and where that is from', async () => {
    const { status, out, err } = await machine.run('prices');
    expect(status).toBe(0);
    expect(out).toMatch(/^MODEL +INPUT +OUTPUT +CACHE READ +CACHE WRITE +FROM\n/);
    expect(out).toMatch(/^claude-haiku-4-5 +1 +5 +0\.1 +1\.25 +built in$/m);
    expect(err).toContain(join(config(), 'prices.json'));
  });

  it('a price that is set makes the cost of the next run, and is unknown once it is taken out', async () => {
    await using server = await startModelServer({ script: text('Done.', { inputTokens: 1_000, outputTokens: 0 }) });
    using client = new Machine({ ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'test-key' });
    const file = client.write('w.json', workflow);
    const costOfRun = async () => JSON.parse((await client.run('run', file, '--json')).out).costUsd;
    expect(await costOfRun()).toBeNull();
    expect(await client.run('prices', 'set', 'mine', '--input', '2.50', '--output', '10', '--json')).toEqual({
      status: 0,
      out: `${JSON.stringify({ model: 'mine', price: { input: 2.5, output: 10 }, source: 'file' }, null, 2)}\n`,
      err: '',
    });
    expect(await costOfRun()).toBe(0.0025);
    expect(await client.run('prices', 'remove', 'mine')).toMatchObject({ status: 0, err: 'The cost of mine is unknown from now on.\n' });
    expect(await costOfRun()).toBeNull();
  });

  it('a built-in price comes back when one’s own is taken out', async () => {
    await machine.run('prices', 'set', 'claude-haiku-4-5', '--input', '9', '--output', '9', '--cache-read', '0', '--cache-write', '1');
    expect((await machine.run('prices')).out).toMatch(/^claude-haiku-4-5 +9 +9 +0 +1 +yours$/m);
    expect((await machine.run('prices', 'remove', 'claude-haiku-4-5')).err).toContain('built-in price again');
    expect((await machine.run('prices')).out).toMatch(/^claude-haiku-4-5 +1 +5 +0\.1 +1\.25 +built in$/m);
  });

  it.each([
    [['prices', 'set', 'm', '--input', '1'], '--output: give US dollars'],
    [['prices', 'set', 'm', '--input', '-1', '--output', '1'], '--input'],
    [['prices', 'set', 'm', '--input', 'much', '--output', '1'], '--input: give US dollars'],
    [['prices', 'set', 'a*b', '--input', '1', '--output', '1'], '* may only stand at its end'],
    [['prices', 'remove', 'nobody'], 'There is no price of your own for nobody'],
  ])('refuses %j with a sentence and writes nothing', async (words, sentence) => {
    const { status, err } = await machine.run(...words);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(existsSync(config())).toBe(false);
  });

  it('a file that cannot be used is said by prices, by doctor and in a run, which goes on', async () => {
    mkdirSync(config(), { recursive: true });
    writeFileSync(join(config(), 'prices.json'), '{ "mine": { "input": -1, "output": 1 } }');
    const sentence = 'prices.json is not used: “mine” input: a price is not below 0';
    expect((await machine.run('prices')).err).toContain(sentence);
    const { status, out } = await machine.run('doctor', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(out).find(({ name }: { name: string }) => name === 'prices')).toMatchObject({
      state: 'problem',
      detail: expect.stringContaining(sentence),
    });
    await using server = await startModelServer({ script: text('Done.') });
    const XDG_CONFIG_HOME = join(machine.folder, '.config');
    using client = new Machine({ ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'test-key', XDG_CONFIG_HOME });
    expect(await client.run('run', client.write('w.json', workflow))).toMatchObject({ status: 0, err: expect.stringContaining(sentence) });
  });
});
