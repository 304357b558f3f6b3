import { AppError } from '../../shared/lib/appError';
import { abortedSteps, canResume } from '../../shared/run/canResume';
import type { RunEvent } from '../../shared/run/events';
import { applyRunEvent, createRunState } from '../../shared/run/reduce';
import { toRunResult } from '../../shared/run/result';
import type { RunState } from '../../shared/run/state';
import { at, topologicalOrder } from '../../shared/workflow/graph';
import type { RunPlan } from './plan';
import type { EnginePorts } from './ports';
import { type RunListeners, RunLoop } from './runLoop';
import { recallPast } from './runPast';
import type { RunHandle } from './runWorkflow';

/**
 * Goes on with a run whose host died, or that was aborted, from its stored events. Completed steps are kept; a step under
 * way goes on in its session; steps that were aborted begin anew, with what was skipped because of them. A run that had come to its end is handed
 * back as it is.
 */
export function resumeRun(ports: EnginePorts, plan: RunPlan, stored: readonly RunEvent[], listeners: RunListeners = {}): RunHandle {
  const state = replay(plan, stored);
  if (!canResume(state)) return { runId: plan.runId, result: Promise.resolve(toRunResult(plan.definition, state)) };
  return goOn(ports, plan, stored, state, withSkippedBecauseOf(plan, state, abortedSteps(state)), listeners);
}

/**
 * Runs a failed step again in a fresh session, then the steps that were skipped because of it, in the same run. Whatever else
 * had been interrupted goes on too. Throws `NOT_FOUND` or `CONFLICT` with a sentence where there is nothing to retry.
 */
export function retryStep(
  ports: EnginePorts,
  plan: RunPlan,
  stored: readonly RunEvent[],
  stepId: string,
  listeners: RunListeners = {},
): RunHandle {
  const state = replay(plan, stored);
  const step = state.steps.get(stepId);
  if (step === undefined) throw new AppError('NOT_FOUND', `Run ${plan.runId} has no step "${stepId}".`);
  if (step.status !== 'failed') {
    throw new AppError('CONFLICT', `Step "${stepId}" has not failed (it is ${step.status}): only failed steps can be retried.`);
  }
  return goOn(ports, plan, stored, state, withSkippedBecauseOf(plan, state, [stepId]), listeners);
}

/**
 * Lets a step that has begun go on in its session, from where that stands now (as after it was taken back to a checkpoint), and runs everything
 * that depends on it again, in the same run. A session that stands at its beginning gets the prompt anew; one that stands at an answer keeps it.
 * Throws `NOT_FOUND` or `CONFLICT` with a sentence where there is nothing to run again.
 */
export function rerunStep(
  ports: EnginePorts,
  plan: RunPlan,
  stored: readonly RunEvent[],
  stepId: string,
  listeners: RunListeners = {},
): RunHandle {
  const state = replay(plan, stored);
  const step = state.steps.get(stepId);
  if (step === undefined) throw new AppError('NOT_FOUND', `Run ${plan.runId} has no step "${stepId}".`);
  if (step.sessionId === '') throw new AppError('CONFLICT', `Step "${stepId}" has not begun in this run: there is nothing to go on from.`);
  return goOn(ports, plan, stored, state, [stepId, ...dependentsOf(plan, stepId)], listeners, stepId);
}

function replay(plan: RunPlan, stored: readonly RunEvent[]): RunState {
  const state = createRunState(plan.runId, plan.definition);
  for (const event of stored) applyRunEvent(state, event);
  return state;
}

function goOn(
  ports: EnginePorts,
  plan: RunPlan,
  stored: readonly RunEvent[],
  state: RunState,
  reopened: readonly string[],
  listeners: RunListeners,
  continued?: string,
): RunHandle {
  const loop = new RunLoop(ports, plan, recallPast(state, stored, reopened), listeners);
  const { name, steps } = plan.definition;
  const opening = {
    type: 'workflow.start',
    workflowName: name,
    stepCount: steps.length,
    resumed: true,
    ...(reopened.length > 0 && { reopened }),
    ...(continued !== undefined && { continued }),
  } as const;
  return { runId: plan.runId, result: loop.run(opening) };
}

/** All steps that wait for this one, directly or through others. */
function dependentsOf({ graph }: RunPlan, stepId: string): string[] {
  const reached = new Set<number>([graph.indexOf.get(stepId) ?? -1]);
  for (const index of topologicalOrder(graph)) {
    if (at(graph.dependencies, index).some((dependency) => reached.has(dependency))) reached.add(index);
  }
  return [...reached].slice(1).map((index) => at(graph.ids, index));
}

/** Steps that run again, and the skipped ones that nothing but these (or what they free) still keeps from running. */
function withSkippedBecauseOf({ graph }: RunPlan, state: RunState, stepIds: readonly string[]): string[] {
  const freed = new Set(stepIds);
  for (const index of topologicalOrder(graph)) {
    const id = at(graph.ids, index);
    const dependencies = at(graph.dependencies, index).map((dependency) => at(graph.ids, dependency));
    if (state.steps.get(id)?.status !== 'skipped' || !dependencies.some((dependency) => freed.has(dependency))) continue;
    if (dependencies.every((dependency) => freed.has(dependency) || !isDead(state, dependency))) freed.add(id);
  }
  return [...freed];
}

function isDead(state: RunState, id: string): boolean {
  const status = state.steps.get(id)?.status;
  return status === 'failed' || status === 'skipped';
}
