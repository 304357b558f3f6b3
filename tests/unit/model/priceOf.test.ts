import { expect, test } from 'vitest';
import { createPriceOf } from '../../../electron/model/priceOf';
import { REHEARSAL_MODEL } from '../../../electron/model/rehearsal/rehearsalFetch';
import { KNOWN_MODELS } from '../../../shared/catalog/models';
import type { PriceTable } from '../../../shared/catalog/prices';

const MILLION_EACH = { inputTokens: 1e6, outputTokens: 1e6, cacheReadTokens: 1e6, cacheWriteTokens: 1e6 };

test('a reply costs what its tokens cost, cached ones apart', () => {
  const usage = { inputTokens: 1000, outputTokens: 100, cacheReadTokens: 10_000, cacheWriteTokens: 2000 };
  expect(createPriceOf()('claude-sonnet-4-6', usage)).toBeCloseTo(0.003 + 0.0015 + 0.003 + 0.0075, 10);
});

test('every model offered in lists has a price', () => {
  expect(KNOWN_MODELS.map((model) => createPriceOf()(model.id, MILLION_EACH)).filter((price) => price === null)).toEqual([]);
});

test('a dated name is the model of that name', () => {
  const priceOf = createPriceOf();
  expect(priceOf('claude-haiku-4-5-20251001', MILLION_EACH)).toBe(priceOf('claude-haiku-4-5', MILLION_EACH));
});

test.each(['gpt-4o', 'claude-sonnet-4-99', 'claude', 'constructor', ''])('the unknown model “%s” has no price', (model) => {
  expect(createPriceOf()(model, MILLION_EACH)).toBeNull();
});

test('prices of one’s own come before the list', () => {
  const priceOf = createPriceOf({ 'my-model': { input: 1, output: 2, cacheWrite: 3, cacheRead: 4 } });
  expect(priceOf('my-model', MILLION_EACH)).toBe(10);
});

test('a rehearsal costs nothing', () => {
  expect(createPriceOf()(REHEARSAL_MODEL, MILLION_EACH)).toBe(0);
});

const FLAT = { input: 1, output: 1 };
const price = (dollars: number) => ({ input: dollars, output: 0, cacheRead: 0, cacheWrite: 0 });

test('a price for a beginning of names holds for all of them that have no closer one', () => {
  const priceOf = createPriceOf({ 'qwen*': price(1), 'qwen3-coder*': price(2), 'qwen3-coder-30b': price(3), '*': price(4) });
  const models = ['qwen2', 'qwen3-coder-480b', 'qwen3-coder-30b', 'llama', 'claude-opus-4-6'];
  expect(models.map((model) => priceOf(model, MILLION_EACH))).toEqual([1, 2, 3, 4, 4]);
});

test('cached tokens cost as much as other input where nothing else is said', () => {
  expect(createPriceOf({ flat: FLAT })('flat', MILLION_EACH)).toBe(4);
});

test('given prices come before those of the file, and these before the list', () => {
  const priceOf = createPriceOf({ a: price(1) }, () => ({ a: price(2), b: price(3), 'claude-haiku-4-5': price(4) }));
  expect(['a', 'b', 'claude-haiku-4-5'].map((model) => priceOf(model, MILLION_EACH))).toEqual([1, 3, 4]);
});

test('the file is asked at every reply, so that a changed price holds from then on', () => {
  let table: PriceTable = {};
  const priceOf = createPriceOf({}, () => table);
  expect(priceOf('mine', MILLION_EACH)).toBeNull();
  table = { mine: price(7) };
  expect(priceOf('mine', MILLION_EACH)).toBe(7);
});

test('no price of one’s own makes a rehearsal cost something', () => {
  expect(createPriceOf({ '*': price(9) })(REHEARSAL_MODEL, MILLION_EACH)).toBe(0);
});

test('models that cost more for long prompts have no price, since a table cannot tell it', () => {
  expect(createPriceOf()('claude-haiku-5-5', MILLION_EACH)).toBeNull();
});
