import { z } from 'zod';

const dollars = z.number().min(0, 'a price is not below 0');

/** US dollars per million tokens. Cached tokens cost as much as other input where nothing else is said. */
export const priceSchema = z.strictObject({
  input: dollars,
  output: dollars,
  cacheRead: dollars.optional(),
  cacheWrite: dollars.optional(),
});
export type Price = Readonly<z.infer<typeof priceSchema>>;

/** The name of a model, or the beginning of names followed by `*`. */
export const pricedNameSchema = z
  .string()
  .min(1, 'name a model')
  .max(200, 'a name has at most 200 characters')
  .regex(/^(?!\s)[^*]*(?<!\s)\*?$/, 'write a name without spaces around it; * may only stand at its end');

export const priceTableSchema = z.record(pricedNameSchema, priceSchema);
export type PriceTable = { readonly [model: string]: Price };

export type FindPrice = (model: string) => Price | undefined;

/**
 * Looks prices up by a model's name, then by its name without a date (`claude-haiku-4-5-20251001` is `claude-haiku-4-5`), then by the
 * longest beginning that fits. Nothing else is taken for the same model: `claude-sonnet-4-9` is no `claude-sonnet-4`.
 */
export function priceFinder(table: PriceTable): FindPrice {
  const entries = Object.entries(table);
  const named = new Map(entries.filter(([name]) => !name.endsWith('*')));
  const beginnings = entries
    .filter(([name]) => name.endsWith('*'))
    .map(([name, price]) => ({ beginning: name.slice(0, -1), price }))
    .sort((a, b) => b.beginning.length - a.beginning.length);
  return (model) =>
    named.get(model) ?? named.get(withoutDate(model)) ?? beginnings.find(({ beginning }) => model.startsWith(beginning))?.price;
}

function withoutDate(model: string): string {
  return model.replace(/[-@](\d{8}|latest)$/, '');
}
