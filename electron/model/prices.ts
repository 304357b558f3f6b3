import type { Usage } from '../../shared/run/usage';
import type { PriceOf } from '../sessions/ports';
import { REHEARSAL_MODEL } from './rehearsal/rehearsalFetch';

/** US dollars per million tokens. */
export type Price = { readonly input: number; readonly output: number; readonly cacheWrite: number; readonly cacheRead: number };

export type PriceTable = { readonly [model: string]: Price };

/** List prices of Anthropic, https://www.anthropic.com/pricing. Cache writes cost 1.25 times, cache reads a tenth of the input. */
export const LIST_PRICES: PriceTable = {
  'claude-opus-4-6': listPrice(5, 25),
  'claude-opus-4-5': listPrice(5, 25),
  'claude-opus-4-1': listPrice(15, 75),
  'claude-opus-4-0': listPrice(15, 75),
  'claude-opus-4': listPrice(15, 75),
  'claude-sonnet-4-6': listPrice(3, 15),
  'claude-sonnet-4-5': listPrice(3, 15),
  'claude-sonnet-4-0': listPrice(3, 15),
  'claude-sonnet-4': listPrice(3, 15),
  'claude-3-7-sonnet': listPrice(3, 15),
  'claude-haiku-4-5': listPrice(1, 5),
  'claude-3-5-haiku': listPrice(0.8, 4),
};

const FREE: Price = { input: 0, output: 0, cacheWrite: 0, cacheRead: 0 };

/** Prices by model; `overrides` win over the list. An unknown model has no price rather than a wrong one. */
export function createPriceOf(overrides: PriceTable = {}): PriceOf {
  const table = new Map(Object.entries({ ...LIST_PRICES, ...overrides, [REHEARSAL_MODEL]: FREE }));
  return (model, usage) => {
    const price = table.get(model) ?? table.get(withoutDate(model));
    return price === undefined ? null : cost(price, usage);
  };
}

/** `claude-haiku-4-5-20251001` is `claude-haiku-4-5`; only a date may follow a name, for `claude-sonnet-4-9` is no `claude-sonnet-4`. */
function withoutDate(model: string): string {
  return model.replace(/[-@](\d{8}|latest)$/, '');
}

function cost(price: Price, usage: Usage): number {
  const perMillion =
    usage.inputTokens * price.input +
    usage.outputTokens * price.output +
    usage.cacheWriteTokens * price.cacheWrite +
    usage.cacheReadTokens * price.cacheRead;
  return perMillion / 1_000_000;
}

function listPrice(input: number, output: number): Price {
  return { input, output, cacheWrite: input * 1.25, cacheRead: input * 0.1 };
}
