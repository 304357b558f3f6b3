import { GO_ON_OPTIONS, goOnSchema, goOnWithRun } from '../goOnWithRun';
import { defineVerb } from '../verb';

export const retryVerb = defineVerb({
  name: 'retry',
  operands: ['RUN', 'STEP'],
  summary: 'Run a failed step again, and then the steps that were skipped because of it.',
  options: GO_ON_OPTIONS,
  schema: goOnSchema,
  run: (call) => goOnWithRun(call, (runs, place) => runs.retryStep(place)),
});
