import type { Price } from '../../../shared/catalog/prices';
import type { PriceRow, PriceSource } from '../../../shared/ipc/contract/prices';
import { formatTable } from '../format';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { plainLine } from '../plainLine';
import { defineVerb } from '../verb';

const LONGEST_NAME = 60;
const SOURCES = { given: 'given', file: 'yours', 'built-in': 'built in' } as const satisfies Record<PriceSource, string>;

export const listPricesVerb = defineVerb({
  name: 'prices list',
  operands: [],
  summary: 'List what models cost, in US dollars per million tokens.',
  options: {},
  schema: commonSchema,
  run: ({ options, terminal }) =>
    withHost(options, async ({ client }) => {
      const { rows, file, problem } = await client.prices.list({});
      if (options.json) terminal.print(JSON.stringify(rows, null, 2));
      else terminal.print(formatTable(['MODEL', 'INPUT', 'OUTPUT', 'CACHE READ', 'CACHE WRITE', 'FROM'], rows.map(cells)));
      terminal.note(problem ?? `Your own prices are kept in ${file}. The cost of models that are not listed is unknown.`);
      return 0;
    }),
});

function cells({ model, price, source }: PriceRow): string[] {
  return [plainLine(model, LONGEST_NAME), ...amounts(price), SOURCES[source]];
}

function amounts({ input, output, cacheRead = input, cacheWrite = input }: Price): string[] {
  return [input, output, cacheRead, cacheWrite].map(String);
}
