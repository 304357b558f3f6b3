import { followRun } from '../followRun';
import { withHost } from '../host';
import {
  commonSchema,
  EVENT_OPTIONS,
  eventSchema,
  FILE_OPTIONS,
  fileSchema,
  SANDBOX_OPTIONS,
  SERVER_OPTIONS,
  sandboxSchema,
  serverSchema,
} from '../options';
import { readStoredRun } from '../storedRun';
import { defineVerb } from '../verb';

export const retryVerb = defineVerb({
  name: 'retry',
  operands: ['RUN', 'STEP'],
  summary: 'Run a failed step again, and then the steps that were skipped because of it.',
  options: { ...SANDBOX_OPTIONS, ...FILE_OPTIONS, ...SERVER_OPTIONS, ...EVENT_OPTIONS },
  schema: commonSchema.extend({ ...eventSchema.shape, ...sandboxSchema.shape, ...fileSchema.shape, ...serverSchema.shape }),
  run: ({ operands: [runId = '', stepId = ''], options, terminal }) =>
    withHost(
      { ...options, isWatched: terminal.screen !== undefined, isAttended: terminal.keyboard !== undefined },
      async ({ client, services }) => {
        const { state } = readStoredRun(services, runId);
        await client.runs.retryStep({ runId, stepId });
        return followRun(client, runId, state.seq, options, terminal);
      },
    ),
});
