import { at, buildGraph, type StepGraph, topologicalOrder } from '../workflow/graph';
import type { WorkflowDefinition } from '../workflow/schema';
import type { FinalRunStatus } from './events';
import type { RunState, StepState, WorkflowRunResult, WorkflowStepResult } from './state';
import { addCost } from './usage';

/** `completed` if all steps completed, `failed` if none did, `partial` otherwise. */
export function finalStatus(completed: number, all: number): FinalRunStatus {
  if (completed === all) return 'completed';
  return completed === 0 ? 'failed' : 'partial';
}

/** What a finished run hands back (chapter 7, "Return Value"): steps in definition order. `graph` spares building it again. */
export function toRunResult(definition: WorkflowDefinition, state: RunState, graph = buildGraph(definition.steps)): WorkflowRunResult {
  const states = definition.steps.map((step) => {
    const found = state.steps.get(step.id);
    if (found === undefined) throw new Error(`Run ${state.runId} has no state of step ${step.id}`);
    return found;
  });
  return {
    runId: state.runId,
    workflowName: state.workflowName,
    steps: states.map(toStepResult),
    text: lastText(graph, states),
    durationMs: state.durationMs,
    status: finalStatus(states.filter((step) => step.status === 'completed').length, states.length),
    aborted: state.aborted,
    startedAt: state.startedAt,
    usage: state.usage,
    costUsd: states.reduce<number | null>((sum, step) => addCost(sum, step.costUsd), 0),
  };
}

/** The text of the last completed step in topological order, ties by definition order. */
function lastText(graph: StepGraph, states: readonly StepState[]): string {
  const last = topologicalOrder(graph).findLast((index) => states[index]?.status === 'completed');
  return last === undefined ? '' : at(states, last).text;
}

function toStepResult(step: StepState): WorkflowStepResult {
  return {
    id: step.id,
    name: step.name,
    status: step.status === 'completed' || step.status === 'skipped' ? step.status : 'failed',
    text: step.text,
    toolCalls: [...step.toolNames],
    durationMs: step.durationMs,
    sessionId: step.sessionId,
    ...(step.error !== undefined && { error: step.error }),
    attempts: step.attempt,
    usage: step.usage,
    costUsd: step.costUsd,
  };
}
