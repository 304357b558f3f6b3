import { z } from 'zod';
import { type PriceTable, priceFinder, priceTableSchema } from '../../shared/catalog/prices';
import type { PriceRow } from '../../shared/ipc/contract/prices';
import { AppError } from '../../shared/lib/appError';
import type { PriceService } from '../ipc/hostServices';
import type { PriceFile } from '../model/priceFile';
import { createPriceOf } from '../model/priceOf';
import { LIST_PRICES } from '../model/prices';
import type { PriceOf } from '../sessions/ports';

export type Prices = {
  readonly priceOf: PriceOf;
  /** Why the person's own prices are not used. */
  problem(): string | null;
  readonly service: PriceService;
};

/** What models cost: prices given in code (checked: `INVALID_INPUT`) come before those of the person's file, and these before the built-in list. */
export function createPrices(file: PriceFile, given: PriceTable = {}): Prices {
  const checked = priceTableSchema.safeParse(given);
  if (!checked.success) throw new AppError('INVALID_INPUT', `These prices do not fit:\n${z.prettifyError(checked.error)}`);
  const inFile = () => file.content().prices;
  const list = () => ({ file: file.path, problem: file.content().problem, rows: rowsOf(given, inFile()) });
  return {
    priceOf: createPriceOf(given, inFile),
    problem: () => file.content().problem,
    service: {
      list,
      async change(changes) {
        await file.change(changes);
        return list();
      },
    },
  };
}

/** Without those that never apply because a price before them fits the same name. */
function rowsOf(given: PriceTable, inFile: PriceTable): PriceRow[] {
  const [isGiven, isInFile] = [priceFinder(given), priceFinder(inFile)];
  const own = Object.entries(inFile).filter(([model]) => !isGiven(model));
  const listed = Object.entries(LIST_PRICES).filter(([model]) => !isGiven(model) && !isInFile(model));
  return [
    ...Object.entries(given).map(([model, price]): PriceRow => ({ model, price, source: 'given' })),
    ...own.map(([model, price]): PriceRow => {
      const builtIn = Object.hasOwn(LIST_PRICES, model) ? LIST_PRICES[model] : undefined;
      return { model, price, source: 'file', ...(builtIn && { builtIn }) };
    }),
    ...listed.map(([model, price]): PriceRow => ({ model, price, source: 'built-in' })),
  ];
}
