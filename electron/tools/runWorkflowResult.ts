import type { Json } from '../../shared/lib/json';
import type { WorkflowRunResult, WorkflowStepResult } from '../../shared/run/state';
import type { ToolResult } from '../sessions/ports';

/** Characters of all steps' texts together, shared out among the steps that have one. */
const TEXT_LIMIT = 80_000;

/** A finished run as the model that started it reads it. An error if nothing of it succeeded, or it was stopped. */
export function describeRun(result: WorkflowRunResult): ToolResult {
  const { runId, workflowName, steps, status, aborted, durationMs } = result;
  const completed = steps.filter((step) => step.status === 'completed');
  const share = Math.floor(TEXT_LIMIT / Math.max(1, completed.length));
  const head = `Workflow "${workflowName}" ${aborted ? 'was stopped' : SENTENCE[status]}: ${completed.length} of ${steps.length} steps completed in ${Math.round(durationMs)} ms (run ${runId}).`;
  return { content: [head, ...steps.map((step) => describeStep(step, share))].join('\n\n'), isError: aborted || status === 'failed' };
}

const SENTENCE = { completed: 'completed', partial: 'completed in part', failed: 'failed' } as const;

function describeStep(step: WorkflowStepResult, share: number): string {
  const title = `## ${step.id} (${step.status})`;
  if (step.status !== 'completed') return `${title}\n${step.error ?? 'No reason is known.'}`;
  if (step.text.length <= share) return `${title}\n${step.text}`;
  return `${title}\n${step.text.slice(0, share)}\n[cut: ${share} of ${step.text.length} characters shown]`;
}

/** Everything that kept a run from starting, as data, so that the model can correct all of it at once. */
export function describeRefusal(problems: Json): ToolResult {
  return {
    content: `The workflow cannot run, and nothing was started. Correct every problem of severity "error", then call run_workflow again.\n${JSON.stringify(problems, null, 2)}`,
    isError: true,
  };
}
