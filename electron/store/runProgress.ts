import type { RunEvent } from '../../shared/run/events';
import { applyRunEvent, createRunState } from '../../shared/run/reduce';
import type { RunState } from '../../shared/run/state';
import type { WorkflowDefinition } from '../../shared/workflow/schema';

/**
 * What the list of runs shows of a run under way, kept event by event so that no list has to read events. It comes out of the one
 * reducer, so a list never says anything but the run's canvas.
 */
export type RunProgress = { readonly state: RunState; completedSteps: number };

export function startProgress(runId: string, definition: WorkflowDefinition): RunProgress {
  return { state: createRunState(runId, definition), completedSteps: 0 };
}

/** Changes `progress`: a run has one, and tens of thousands of events. */
export function advanceProgress(progress: RunProgress, event: RunEvent): void {
  const { state } = progress;
  if (!('stepId' in event)) {
    applyRunEvent(state, event);
    // A run that is taken up again may put several steps back.
    progress.completedSteps = [...state.steps.values()].filter((step) => step.status === 'completed').length;
    return;
  }
  const before = isCompleted(state, event.stepId);
  applyRunEvent(state, event);
  progress.completedSteps += isCompleted(state, event.stepId) - before;
}

function isCompleted(state: RunState, stepId: string): 0 | 1 {
  return state.steps.get(stepId)?.status === 'completed' ? 1 : 0;
}
