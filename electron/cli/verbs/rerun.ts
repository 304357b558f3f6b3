import { goOnSchema, goOnWithRun } from '../goOnWithRun';
import { EVENT_OPTIONS } from '../options';
import { defineVerb } from '../verb';

export const rerunVerb = defineVerb({
  name: 'rerun',
  operands: ['RUN', 'STEP'],
  summary: 'Let a step go on from where its session stands, and run what depends on it again.',
  options: EVENT_OPTIONS,
  schema: goOnSchema,
  run: (call) => goOnWithRun(call, (runs, runId) => runs.rerunStep({ runId, stepId: call.operands[1] ?? '' })),
});
