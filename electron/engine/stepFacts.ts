import { type AppErrorCode, isAbort, isAppError } from '../../shared/lib/appError';
import type { RunFact } from '../../shared/run/events';
import type { RunState, StepState } from '../../shared/run/state';
import { addCost, addUsage, NO_USAGE } from '../../shared/run/usage';
import { interpolate } from '../../shared/workflow/interpolate';
import { stepName, type WorkflowStepDefinition } from '../../shared/workflow/schema';
import { type Attempt, type AttemptEnd, type Spending, spendingOf } from './attempt';
import type { RunPlan } from './plan';
import type { Logger, StepRequest } from './ports';

type StepDone = Extract<RunFact, { type: 'step.done' }>;

/** What is asked of the runner for one attempt, everything interpolated and inherited. */
export function stepRequest(
  plan: RunPlan,
  state: RunState,
  step: WorkflowStepDefinition,
  attempt: Pick<StepRequest, 'sessionId' | 'attempt' | 'resume'>,
): StepRequest {
  const { definition } = plan;
  const parameter = (name: string) => plan.parameterTexts.get(name);
  const systemPrompt = step.systemPrompt ?? definition.systemPrompt;
  return {
    runId: plan.runId,
    workflow: definition,
    step,
    ...attempt,
    prompt: interpolate(step.prompt, {
      parameter,
      step: (id, field) => {
        const upstream = state.steps.get(id);
        return field === 'text' ? upstream?.text : upstream?.toolNames.join(', ');
      },
    }),
    model: named(step.model) ?? named(definition.model),
    systemPrompt: systemPrompt === undefined ? undefined : interpolate(systemPrompt, { parameter }),
    workDir: plan.workDir,
    permissionMode: plan.permissionMode,
  };
}

/** A blank model is nobody's name: it is inherited like null. */
function named(model: string | null | undefined): string | null {
  return model?.trim() ? model : null;
}

export function stepStarted({ request }: Attempt): RunFact {
  const { workflow, step, sessionId, attempt, prompt } = request;
  return { type: 'step.start', workflowName: workflow.name, stepId: step.id, stepName: stepName(step), sessionId, attempt, prompt };
}

export function stepSkipped(plan: RunPlan, step: WorkflowStepDefinition, why: Pick<StepDone, 'error' | 'errorCode'>): StepDone {
  return {
    type: 'step.done',
    workflowName: plan.definition.name,
    stepId: step.id,
    stepName: stepName(step),
    status: 'skipped',
    durationMs: 0,
    sessionId: '',
    text: '',
    toolCalls: [],
    attempts: 0,
    usage: NO_USAGE,
    costUsd: 0,
    ...why,
  };
}

export type StepEnd = { readonly text: string; readonly toolCalls: readonly string[] } | Pick<StepDone, 'error' | 'errorCode'>;

/** The outcome of a step that ran, after its last attempt. */
export function stepEnded(
  plan: RunPlan,
  step: WorkflowStepDefinition,
  state: StepState,
  durationMs: number,
  end: StepEnd,
  spent: Spending,
): StepDone {
  const isCompleted = 'text' in end;
  return {
    type: 'step.done',
    workflowName: plan.definition.name,
    stepId: step.id,
    stepName: stepName(step),
    status: isCompleted ? 'completed' : 'failed',
    durationMs,
    sessionId: state.sessionId,
    text: isCompleted ? end.text : '',
    toolCalls: isCompleted ? end.toolCalls : state.toolNames,
    attempts: state.attempt,
    usage: spent.usage,
    costUsd: spent.costUsd,
    ...(!isCompleted && end),
  };
}

/**
 * What a step spent since it was (re)opened. What the attempt itself says counts; where it does not say (its runner failed or
 * was given up), or where the step goes on in a session that had spent before, what it reported turn by turn.
 */
export function spentSinceOpened({ standing }: Attempt, end: AttemptEnd, state: StepState): Spending {
  const own = spendingOf(end);
  if (own === undefined || state.before?.goesOn) return reportedSinceOpened(state);
  return { usage: addUsage(standing.spent.usage, own.usage), costUsd: addCost(standing.spent.costUsd, own.costUsd) };
}

/** What the step's events say it spent since it was (re)opened. */
export function reportedSinceOpened({ usage, costUsd, before }: StepState): Spending {
  if (!before) return { usage, costUsd };
  return {
    usage: {
      inputTokens: usage.inputTokens - before.usage.inputTokens,
      outputTokens: usage.outputTokens - before.usage.outputTokens,
      cacheReadTokens: usage.cacheReadTokens - before.usage.cacheReadTokens,
      cacheWriteTokens: usage.cacheWriteTokens - before.usage.cacheWriteTokens,
    },
    costUsd: costUsd === null || before.costUsd === null ? null : costUsd - before.costUsd,
  };
}

/** An error as it stands in a step's outcome. Bugs are logged whole and shown as such. */
export function describeFailure(error: unknown, stepId: string, log: Logger): { readonly error: string; readonly errorCode: AppErrorCode } {
  if (isAppError(error)) return { error: error.message, errorCode: error.code };
  if (isAbort(error)) return { error: 'The step was cancelled from within: run it again.', errorCode: 'ABORTED' };
  log.error(`Step ${stepId} failed with an unexpected error`, error);
  const reason = error instanceof Error ? error.message : String(error);
  return { error: `The step failed unexpectedly: ${reason}`, errorCode: 'INTERNAL' };
}
