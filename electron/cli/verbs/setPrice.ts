import { z } from 'zod';
import { pricedNameSchema } from '../../../shared/catalog/prices';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { defineVerb, UsageError } from '../verb';

const message = 'give US dollars per million tokens, as in 2.50';
const dollars = z
  .string()
  .regex(/^\d+(\.\d+)?$/, message)
  .transform(Number);

export const setPriceVerb = defineVerb({
  name: 'prices set',
  operands: ['MODEL'],
  summary: "Set what a model costs; 'name*' stands for all whose names begin so.",
  options: {
    input: { type: 'string', value: 'USD', help: 'a million tokens of input' },
    output: { type: 'string', value: 'USD', help: 'a million tokens of output' },
    'cache-read': { type: 'string', value: 'USD', help: 'a million tokens read from the cache (default: as input)' },
    'cache-write': { type: 'string', value: 'USD', help: 'a million tokens written to the cache (default: as input)' },
  },
  schema: commonSchema.extend({
    input: z.string({ error: message }).pipe(dollars),
    output: z.string({ error: message }).pipe(dollars),
    'cache-read': dollars.optional(),
    'cache-write': dollars.optional(),
  }),
  run: async ({ operands: [model = ''], options, terminal }) => {
    const { error } = pricedNameSchema.safeParse(model);
    if (error) throw new UsageError(error.issues.map((issue) => `${model}: ${issue.message}`));
    return withHost(options, async ({ client }) => {
      const { input, output, 'cache-read': cacheRead, 'cache-write': cacheWrite } = options;
      const price = { input, output, ...(cacheRead !== undefined && { cacheRead }), ...(cacheWrite !== undefined && { cacheWrite }) };
      const { rows, file } = await client.prices.change({ changes: { [model]: price } });
      if (options.json) terminal.print(JSON.stringify(rows.find((row) => row.model === model) ?? null, null, 2));
      else terminal.note(`${model} has its price in ${file}.`);
      return 0;
    });
  },
});
