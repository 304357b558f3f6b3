import type { Price, PriceTable } from '../../shared/catalog/prices';

/**
 * List prices of Anthropic as of November 2026, https://platform.claude.com/docs/en/about-claude/pricing; cache writes are those of five minutes,
 * which is what is asked for. A model is missing where its price depends on more than the kind of token (`claude-haiku-5-5`: on the length of the
 * prompt) or is not known in all parts: no price is better than a wrong one.
 */
export const LIST_PRICES: PriceTable = {
  'claude-fable-5-1': listPrice(10, 50, 0.025),
  'claude-fable-5': listPrice(10, 50),
  'claude-mythos-5-1': listPrice(10, 50, 0.025),
  'claude-mythos-5': listPrice(10, 50),
  'claude-opus-5-5': listPrice(4, 20, 0.05),
  'claude-opus-5': listPrice(5, 25),
  'claude-opus-4-8': listPrice(5, 25),
  'claude-opus-4-7': listPrice(5, 25),
  'claude-opus-4-6': listPrice(5, 25),
  'claude-opus-4-5': listPrice(5, 25),
  'claude-opus-4-1': listPrice(15, 75),
  'claude-opus-4-0': listPrice(15, 75),
  'claude-opus-4': listPrice(15, 75),
  'claude-sonnet-5-5': listPrice(2, 10, 0.05),
  'claude-sonnet-5': listPrice(2, 10),
  'claude-sonnet-4-6': listPrice(3, 15),
  'claude-sonnet-4-5': listPrice(3, 15),
  'claude-sonnet-4-0': listPrice(3, 15),
  'claude-sonnet-4': listPrice(3, 15),
  'claude-3-7-sonnet': listPrice(3, 15),
  'claude-haiku-4-5': listPrice(1, 5),
  'claude-3-5-haiku': listPrice(0.8, 4),
};

/** Writing to the cache costs 1.25 times the input; reading from it a share, a tenth for most models. Rounded to a hundredth of a cent. */
function listPrice(input: number, output: number, cacheReadShare = 0.1): Price {
  return { input, output, cacheWrite: rounded(input * 1.25), cacheRead: rounded(input * cacheReadShare) };
}

function rounded(dollars: number): number {
  return Math.round(dollars * 10_000) / 10_000;
}
