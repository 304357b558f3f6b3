import type { Checkpoint } from './session';

/** How the automatic checkpoint at the end of an attempt at a step is called. */
export function stepEndLabel(name: string, outcome: 'done' | 'failed', attempt: number): string {
  return `${name} ${outcome}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
}

const STEP_END = / (done|failed)(, attempt \d+)?$/;

/** Of the session of a step: where its run has the result from, the end of the last attempt; `undefined` before the first, and where it was deleted. */
export function lastStepEnd<Mark extends Pick<Checkpoint, 'automatic' | 'label'>>(checkpoints: readonly Mark[]): Mark | undefined {
  return checkpoints.findLast(({ automatic, label }) => automatic && STEP_END.test(label));
}
