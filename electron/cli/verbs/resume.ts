import { GO_ON_OPTIONS, goOnSchema, goOnWithRun } from '../goOnWithRun';
import { defineVerb } from '../verb';

export const resumeVerb = defineVerb({
  name: 'resume',
  operands: ['RUN'],
  summary: 'Go on with a run that was cut off or stopped; what is completed is kept.',
  options: GO_ON_OPTIONS,
  schema: goOnSchema,
  run: (call) => goOnWithRun(call, (runs, { runId }) => runs.resume({ runId })),
});
