import { assertNever } from '../lib/assertNever';
import { stepName, type WorkflowDefinition } from '../workflow/schema';
import type { RunEvent } from './events';
import { reduceStep } from './reduceStep';
import type { RunState, StepState } from './state';
import { addCost, NO_USAGE } from './usage';

/** The state of a run before its first event: every step of the frozen definition is pending. */
export function createRunState(runId: string, definition: WorkflowDefinition): RunState {
  return {
    runId,
    workflowName: definition.name,
    status: 'running',
    aborted: false,
    seq: 0,
    startedAt: '',
    durationMs: 0,
    steps: new Map(definition.steps.map((step) => [step.id, pendingStep(step.id, stepName(step))])),
    usage: NO_USAGE,
    costUsd: 0,
  };
}

const NONE: readonly never[] = [];

function pendingStep(id: string, name: string): StepState {
  return {
    id,
    name,
    status: 'pending',
    attempt: 0,
    sessionId: '',
    prompt: '',
    text: '',
    toolCalls: NONE,
    toolNames: NONE,
    turns: 0,
    startedAt: undefined,
    durationMs: 0,
    usage: NO_USAGE,
    costUsd: 0,
    error: undefined,
    errorCode: undefined,
    before: undefined,
  };
}

/** The state after more events; `state` itself stays as it was. For those who show it. */
export function reduceRun(state: RunState, events: readonly RunEvent[]): RunState {
  const next = { ...state, steps: new Map(state.steps) };
  for (const event of events) applyRunEvent(next, event);
  return next;
}

/**
 * Takes one event into the state, in place and in constant time; the states of steps are replaced, never changed. An event
 * that is in already (by `seq`) changes nothing, so that what comes twice does no harm.
 */
export function applyRunEvent(state: RunState, event: RunEvent): void {
  if (event.seq <= state.seq) return;
  state.seq = event.seq;
  switch (event.type) {
    case 'workflow.start':
      if (state.startedAt === '') state.startedAt = event.timestamp;
      state.status = 'running';
      state.aborted = false;
      if (event.resumed) for (const step of state.steps.values()) if (isUnderWay(step)) state.steps.set(step.id, interrupted(step));
      for (const id of event.reopened ?? []) replaceStep(state, id, id === event.continued ? continued : reopened);
      return;
    case 'workflow.done':
      state.status = event.status;
      state.aborted = event.aborted;
      state.durationMs = event.durationMs;
      return;
    case 'step.start':
    case 'step.text':
    case 'step.tool.start':
    case 'step.tool.done':
    case 'step.permission':
    case 'step.warning':
    case 'step.retry':
    case 'step.usage':
    case 'step.done':
      replaceStep(state, event.stepId, (step) => reduceStep(step, event));
      return;
    default:
      assertNever(event);
  }
}

function replaceStep(state: RunState, id: string, change: (step: StepState) => StepState): void {
  const before = state.steps.get(id);
  if (before === undefined) return; // an event of a newer version about something this one does not know
  const after = change(before);
  state.steps.set(id, after);
  if (after.usage === before.usage) return;
  state.usage = {
    inputTokens: state.usage.inputTokens + after.usage.inputTokens - before.usage.inputTokens,
    outputTokens: state.usage.outputTokens + after.usage.outputTokens - before.usage.outputTokens,
    cacheReadTokens: state.usage.cacheReadTokens + after.usage.cacheReadTokens - before.usage.cacheReadTokens,
    cacheWriteTokens: state.usage.cacheWriteTokens + after.usage.cacheWriteTokens - before.usage.cacheWriteTokens,
  };
  state.costUsd = addCost(state.costUsd, after.costUsd === null ? null : after.costUsd - (before.costUsd ?? 0));
}

/** A step that is to run again: what it cost stays, and its attempts go on counting. */
function reopened(step: StepState): StepState {
  return {
    ...pendingStep(step.id, step.name),
    attempt: step.attempt,
    sessionId: step.sessionId,
    before: { attempts: step.attempt, usage: step.usage, costUsd: step.costUsd },
    usage: step.usage,
    costUsd: step.costUsd,
  };
}

/** A step that is to go on in its session: as if it had been cut off there, in the attempt it was in. */
function continued(step: StepState): StepState {
  const { attempt, usage, costUsd } = step;
  return { ...reopened(step), status: 'interrupted', before: { attempts: attempt - 1, usage, costUsd, goesOn: true } };
}

/** How a run whose host died is shown: what was under way stands still. */
export function interruptRun(state: RunState): RunState {
  const steps = new Map(state.steps);
  for (const [id, step] of steps) if (isUnderWay(step)) steps.set(id, interrupted(step));
  return { ...state, status: 'interrupted', steps };
}

function isUnderWay(step: StepState): boolean {
  return step.status === 'running' || step.status === 'waiting';
}

function interrupted(step: StepState): StepState {
  return { ...step, status: 'interrupted' };
}
