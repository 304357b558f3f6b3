import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createPriceFile } from '../../../electron/model/priceFile';
import { temporaryFolder } from '../../support/temporaryFolder';

const ONE = { input: 1, output: 2 };
const TWO = { input: 3, output: 4, cacheRead: 0.5, cacheWrite: 5 };

/** A file that may be there, and a clock that is moved by hand. */
function fileWith(content?: string) {
  const folder = temporaryFolder();
  const path = join(folder.path, 'config', 'prices.json');
  mkdirSync(join(folder.path, 'config'));
  if (content !== undefined) writeFileSync(path, content);
  let now = 0;
  const prices = createPriceFile(path, { monotonic: () => now });
  return {
    path,
    prices,
    wait: (ms: number) => {
      now += ms;
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

it('has no prices and no problem where there is no file', () => {
  using test = fileWith();
  expect(test.prices.content()).toEqual({ prices: {}, problem: null });
});

it('is looked at again when it has changed, and when it is gone', () => {
  using test = fileWith(JSON.stringify({ mine: ONE }));
  expect(test.prices.content()).toEqual({ prices: { mine: ONE }, problem: null });
  writeFileSync(test.path, JSON.stringify({ mine: TWO, 'others*': ONE }));
  test.wait(1_000);
  expect(test.prices.content().prices).toEqual({ mine: TWO, 'others*': ONE });
});

it('answers with the same table as long as it has not changed, and does not ask the disk at every reply', () => {
  using test = fileWith(JSON.stringify({ mine: ONE }));
  const { prices } = test.prices.content();
  writeFileSync(test.path, '{}');
  test.wait(999);
  expect(test.prices.content().prices).toBe(prices);
  test.wait(1);
  expect(test.prices.content().prices).toEqual({});
});

it.each([
  ['not JSON', '{ "mine": ', 'not a JSON object'],
  ['a list', '[]', 'not a JSON object'],
  ['a price below 0', JSON.stringify({ mine: { input: -1, output: 2 } }), '“mine” input: a price is not below 0'],
  ['a price without output', JSON.stringify({ mine: { input: 1 } }), '“mine” output'],
  ['a price in words', JSON.stringify({ mine: { input: '1', output: 2 } }), '“mine” input'],
  ['a misspelt field', JSON.stringify({ mine: { ...ONE, cache_read: 1 } }), 'cache_read'],
  ['an endless price', '{ "mine": { "input": 1e999, "output": 1 } }', '“mine” input'],
  ['a * in the middle', JSON.stringify({ 'a*b': ONE }), '“a*b”: write a name'],
  ['no name', JSON.stringify({ '': ONE }), '“”: name a model'],
])('with %s is not used, and says where and why', (_, content, words) => {
  using test = fileWith(content);
  const { prices, problem } = test.prices.content();
  expect(prices).toEqual({});
  expect(problem).toContain(words);
  expect(problem).toContain(test.path);
});

it('a name that every object has is a model like others', () => {
  using test = fileWith('{ "__proto__": { "input": 1, "output": 1 }, "constructor": { "input": 2, "output": 2 } }');
  const { prices } = test.prices.content();
  expect(Object.getPrototypeOf(prices)).toBe(Object.prototype);
  expect(Object.keys(prices)).toContain('constructor');
});

it('changes some prices and keeps those that somebody else wrote meanwhile', async () => {
  using test = fileWith(JSON.stringify({ mine: ONE, old: ONE }));
  test.prices.content();
  writeFileSync(test.path, JSON.stringify({ mine: ONE, old: ONE, theirs: TWO }));
  await test.prices.change({ mine: TWO, old: null });
  expect(test.prices.content().prices).toEqual({ mine: TWO, theirs: TWO });
  expect(JSON.parse(readFileSync(test.path, 'utf8'))).toEqual({ mine: TWO, theirs: TWO });
});

it('loses none of many changes at once', async () => {
  using test = fileWith();
  await Promise.all(Array.from({ length: 20 }, (_, index) => test.prices.change({ [`m${index}`]: ONE })));
  expect(Object.keys(test.prices.content().prices)).toHaveLength(20);
});

it('puts a file aside that it could not read, instead of writing over what somebody wrote', async () => {
  using test = fileWith('{ "mine": ');
  await test.prices.change({ mine: ONE });
  expect(test.prices.content()).toEqual({ prices: { mine: ONE }, problem: null });
  expect(readFileSync(`${test.path}.damaged`, 'utf8')).toBe('{ "mine": ');
});

it('changes the file that a symbolic link points at', async () => {
  using test = fileWith();
  const real = `${test.path}.real`;
  writeFileSync(real, '{}');
  symlinkSync(real, test.path);
  await test.prices.change({ mine: ONE });
  expect(JSON.parse(readFileSync(real, 'utf8'))).toEqual({ mine: ONE });
});

it('says so where it cannot write', async () => {
  using test = fileWith('a file');
  const inAFile = createPriceFile(join(test.path, 'prices.json'), { monotonic: () => 0 });
  await expect(inAFile.change({ mine: ONE })).rejects.toMatchObject({
    code: 'STORE_FAILED',
    message: expect.stringContaining(inAFile.path),
  });
});
