import { z } from 'zod';
import { type Price, pricedNameSchema, priceSchema } from '../../catalog/prices';
import { command, of, query } from '../define';

/** `given`: to the program, in code; it cannot be changed here. `file`: the person's own. */
export const PRICE_SOURCES = ['given', 'file', 'built-in'] as const;
export type PriceSource = (typeof PRICE_SOURCES)[number];

export type PriceRow = {
  /** The name of a model, or the beginning of names followed by `*`. */
  readonly model: string;
  readonly price: Price;
  readonly source: PriceSource;
  /** What the person's price stands in place of. */
  readonly builtIn?: Price;
};

export type PricesState = {
  readonly file: string;
  /** Why the file is not used, and what to do. */
  readonly problem: string | null;
  /** Those that hold, the ones that come first first. */
  readonly rows: readonly PriceRow[];
};

export const pricesContract = {
  list: query(z.object({}), of<PricesState>()),
  /** Changes the person's file: `null` takes a price out, so that the built-in one holds again where there is one. */
  change: command(z.object({ changes: z.record(pricedNameSchema, priceSchema.nullable()) }), of<PricesState>()),
};
