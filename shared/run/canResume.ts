import type { AppErrorCode } from '../lib/appError';
import type { RunState, StepState } from './state';

/** How a step ends that the abort of its run has ended, or kept from beginning. */
export const RUN_ABORTED = { error: 'Run aborted', errorCode: 'ABORTED' } as const satisfies { error: string; errorCode: AppErrorCode };

/** Whether resuming a run has anything to do, where nobody runs it: it has not come to its end, or its abort ended some of its steps. */
export function canResume(state: Pick<RunState, 'status' | 'steps'>): boolean {
  return state.status === 'running' || state.status === 'interrupted' || abortedSteps(state).length > 0;
}

/** The steps that begin anew when the run is resumed: ended by its abort, not by themselves. */
export function abortedSteps({ steps }: Pick<RunState, 'steps'>): readonly string[] {
  return [...steps.values()].filter(wasAborted).map(({ id }) => id);
}

function wasAborted({ error, errorCode }: StepState): boolean {
  return errorCode === RUN_ABORTED.errorCode && error === RUN_ABORTED.error;
}
