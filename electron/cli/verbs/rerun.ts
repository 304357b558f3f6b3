import { GO_ON_OPTIONS, goOnSchema, goOnWithRun } from '../goOnWithRun';
import { defineVerb } from '../verb';

export const rerunVerb = defineVerb({
  name: 'rerun',
  operands: ['RUN', 'STEP'],
  summary: 'Let a step go on from where its session stands, and run what depends on it again.',
  options: GO_ON_OPTIONS,
  schema: goOnSchema,
  run: (call) => goOnWithRun(call, (runs, place) => runs.rerunStep(place)),
});
