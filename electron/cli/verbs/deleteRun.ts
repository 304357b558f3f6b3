import { withHost } from '../host';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

export const deleteRunVerb = defineVerb({
  name: 'runs delete',
  operands: ['RUN'],
  summary: 'Delete a run with its sessions and events, for good.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [runId = ''], options, terminal }) =>
    withHost(options, async ({ client }) => {
      await client.runs.delete({ runId });
      if (options.json) terminal.print(JSON.stringify({ deleted: runId }));
      else terminal.note(`Deleted ${runId}.`);
      return 0;
    }),
});
