import { AppError } from '../../../shared/lib/appError';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

export const removePriceVerb = defineVerb({
  name: 'prices remove',
  operands: ['MODEL'],
  summary: 'Take out a price of your own; the built-in one holds again where there is one.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [model = ''], options, terminal }) =>
    withHost(options, async ({ client }) => {
      const before = await client.prices.list({});
      if (!before.rows.some((row) => row.model === model && row.source === 'file')) {
        throw new AppError('NOT_FOUND', `There is no price of your own for ${model}. "stepgraph prices" lists them.`);
      }
      const { rows } = await client.prices.change({ changes: { [model]: null } });
      const left = rows.find((row) => row.model === model) ?? null;
      if (options.json) terminal.print(JSON.stringify(left, null, 2));
      else terminal.note(left ? `${model} has its built-in price again.` : `The cost of ${model} is unknown from now on.`);
      return 0;
    }),
});
