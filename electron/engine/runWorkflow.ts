import { createRunState } from '../../shared/run/reduce';
import type { WorkflowRunResult } from '../../shared/run/state';
import type { RunPlan } from './plan';
import type { EnginePorts } from './ports';
import { type RunListeners, RunLoop } from './runLoop';

export type RunHandle = {
  readonly runId: string;
  /** Rejects only with `STORE_FAILED`, or for a bug: a run that fails resolves and says so. */
  readonly result: Promise<WorkflowRunResult>;
};

/** Runs a plan from the beginning. The host has stored the run (id, frozen definition, params) before it calls this. */
export function runWorkflow(ports: EnginePorts, plan: RunPlan, listeners: RunListeners = {}): RunHandle {
  const { definition, runId } = plan;
  const past = { state: createRunState(runId, definition), durationMs: 0, stepDurations: new Map(), spent: new Map() };
  const loop = new RunLoop(ports, plan, past, listeners);
  return { runId, result: loop.run({ type: 'workflow.start', workflowName: definition.name, stepCount: definition.steps.length }) };
}
