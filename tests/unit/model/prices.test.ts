import { expect, test } from 'vitest';
import { createPriceOf } from '../../../electron/model/prices';
import { REHEARSAL_MODEL } from '../../../electron/model/rehearsal/rehearsalFetch';
import { KNOWN_MODELS } from '../../../shared/catalog/models';

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
