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

export const resumeVerb = defineVerb({
  name: 'resume',
  operands: ['RUN'],
  summary: 'Go on with an interrupted run; what is completed is kept.',
  options: { ...SANDBOX_OPTIONS, ...FILE_OPTIONS, ...SERVER_OPTIONS, ...EVENT_OPTIONS },
  schema: commonSchema.extend({ ...eventSchema.shape, ...sandboxSchema.shape, ...fileSchema.shape, ...serverSchema.shape }),
  run: ({ operands: [runId = ''], options, terminal }) =>
    withHost(
      { ...options, isWatched: terminal.screen !== undefined, isAttended: terminal.keyboard !== undefined },
      async ({ client, services }) => {
        const { state } = readStoredRun(services, runId);
        await client.runs.resume({ runId });
        return followRun(client, runId, state.seq, options, terminal);
      },
    ),
});
