import { type FindPrice, type Price, type PriceTable, priceFinder } from '../../shared/catalog/prices';
import type { Usage } from '../../shared/run/usage';
import type { PriceOf } from '../sessions/ports';
import { LIST_PRICES } from './prices';
import { REHEARSAL_MODEL } from './rehearsal/rehearsalFetch';

const NO_PRICES: PriceTable = {};
const findListed = priceFinder(LIST_PRICES);

/**
 * What replies cost: by the prices that were `given` to the host, else by those of the person's file as it is at that moment, else by the
 * built-in list. A model that none of them knows has no price rather than a wrong one. A rehearsal costs nothing.
 */
export function createPriceOf(given: PriceTable = NO_PRICES, inFile: () => PriceTable = () => NO_PRICES): PriceOf {
  const findGiven = priceFinder(given);
  let known: { readonly table: PriceTable; readonly find: FindPrice } | undefined;
  const findInFile = (model: string) => {
    const table = inFile();
    if (known?.table !== table) known = { table, find: priceFinder(table) };
    return known.find(model);
  };
  return (model, usage) => {
    if (model === REHEARSAL_MODEL) return 0;
    const price = findGiven(model) ?? findInFile(model) ?? findListed(model);
    return price === undefined ? null : cost(price, usage);
  };
}

function cost({ input, output, cacheRead = input, cacheWrite = input }: Price, usage: Usage): number {
  const perMillion =
    usage.inputTokens * input + usage.outputTokens * output + usage.cacheWriteTokens * cacheWrite + usage.cacheReadTokens * cacheRead;
  return perMillion / 1_000_000;
}
