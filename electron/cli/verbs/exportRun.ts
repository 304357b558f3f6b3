import { withHost } from '../host';
import { commonSchema } from '../options';
import { readStoredRun } from '../storedRun';
import { defineVerb } from '../verb';

export const exportRunVerb = defineVerb({
  name: 'runs export',
  operands: ['RUN'],
  summary: 'Print a run whole, as JSON: definition, parameters and every event.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [runId = ''], options, terminal }) =>
    withHost(options, async ({ services }) => {
      const { run, events } = readStoredRun(services, runId);
      terminal.print(JSON.stringify({ run, events }, null, 2));
      return 0;
    }),
});
