import { assertNever } from '../lib/assertNever';
import type { RunEvent } from './events';
import type { StepState, ToolCallState } from './state';
import { addCost, addUsage, type Usage } from './usage';

export type StepEvent = Extract<RunEvent, { readonly stepId: string }>;

const NONE: readonly never[] = [];

/** One step's state after one of its events. Absent fields are set to `undefined`, so that all states keep one shape and copying stays quick. */
export function reduceStep(step: StepState, event: StepEvent): StepState {
  switch (event.type) {
    case 'step.start':
      return started(step, event);
    case 'step.text':
      return { ...step, text: step.text + event.delta };
    case 'step.tool.start':
      return { ...withCall(step, event.callId, { name: event.name, input: event.input, status: 'running' }), text: '' };
    case 'step.tool.done':
      return withCall(step, event.callId, {
        status: event.isError ? 'error' : 'done',
        preview: event.preview,
        durationMs: event.durationMs,
      });
    case 'step.permission':
      return permission(step, event);
    case 'step.warning':
      return { ...step, warnings: [...(step.warnings ?? NONE), event.message] };
    case 'step.retry':
      return { ...step, status: 'running', error: event.error, ...spent(step, event.usage, event.costUsd) };
    case 'step.usage':
      return { ...step, turns: event.turn, usage: addUsage(step.usage, event.usage), costUsd: addCost(step.costUsd, event.costUsd) };
    case 'step.done':
      return done(step, event);
    default:
      return assertNever(event);
  }
}

/** A new attempt starts empty; one that goes on after an interruption (same session) keeps the calls it had made. */
function started(step: StepState, event: Extract<StepEvent, { type: 'step.start' }>): StepState {
  const goesOn = step.attempt === event.attempt && step.sessionId === event.sessionId;
  return {
    ...step,
    status: 'running',
    error: undefined,
    errorCode: undefined,
    attempt: event.attempt,
    sessionId: event.sessionId,
    prompt: event.prompt,
    text: '',
    toolCalls: goesOn ? step.toolCalls.map(closeCall) : NONE,
    toolNames: goesOn ? step.toolNames : NONE,
    warnings: undefined,
    turns: goesOn ? step.turns : 0,
    startedAt: step.startedAt ?? event.timestamp,
  };
}

function isOpen(call: ToolCallState): boolean {
  return call.status === 'running' || call.status === 'waiting';
}

function closeCall(call: ToolCallState): ToolCallState {
  return isOpen(call) ? { ...call, status: 'error', preview: 'Interrupted' } : call;
}

function permission(step: StepState, event: Extract<StepEvent, { type: 'step.permission' }>): StepState {
  const { callId, state, reason, reply } = event;
  const known = {
    ...(event.name !== undefined && { name: event.name }),
    ...(event.input !== undefined && { input: event.input }),
    ...(state !== 'asked' && reason !== undefined && { decision: { state, reason, ...(reply !== undefined && { reply }) } }),
  };
  switch (state) {
    case 'asked':
      return withCall(step, callId, { ...known, status: 'waiting' });
    case 'allowed':
      return withCall(step, callId, { ...known, status: 'running' });
    case 'denied':
      return withCall(step, callId, { ...known, status: 'error', ...(reason !== undefined && { preview: reason }) });
    default:
      return assertNever(state);
  }
}

/** Changes or adds a call; `toolNames` follows. The step waits as long as one of its calls does. */
function withCall(step: StepState, callId: string, change: Partial<ToolCallState>): StepState {
  const known = step.toolCalls.findIndex((call) => call.callId === callId);
  const place = known === -1 ? step.toolCalls.length : known;
  const before: ToolCallState = step.toolCalls[place] ?? { callId, name: '', input: null, status: 'running' };
  const toolCalls = replaced(step.toolCalls, place, { ...before, ...change });
  const toolNames = change.name === undefined ? step.toolNames : replaced(step.toolNames, place, change.name);
  return { ...step, toolCalls, toolNames, status: toolCalls.some((call) => call.status === 'waiting') ? 'waiting' : 'running' };
}

function replaced<T>(list: readonly T[], place: number, element: T): T[] {
  return [...list.slice(0, place), element, ...list.slice(place + 1)];
}

function done(step: StepState, event: Extract<StepEvent, { type: 'step.done' }>): StepState {
  const { usage, costUsd } = spent(step, event.usage, event.costUsd);
  return {
    ...step,
    status: event.status,
    attempt: event.attempts,
    sessionId: event.sessionId,
    text: event.text,
    toolNames: event.toolCalls,
    toolCalls: step.toolCalls.some(isOpen) ? step.toolCalls.map(closeCall) : step.toolCalls,
    durationMs: event.durationMs,
    usage,
    costUsd,
    error: event.error,
    errorCode: event.errorCode,
  };
}

/** Totals over the step's whole life from totals since it was reopened. */
function spent(step: StepState, usage: Usage | undefined, costUsd: number | null | undefined): Pick<StepState, 'usage' | 'costUsd'> {
  const { before } = step;
  return {
    usage: usage === undefined ? step.usage : before ? addUsage(before.usage, usage) : usage,
    costUsd: costUsd === undefined ? step.costUsd : before ? addCost(before.costUsd, costUsd) : costUsd,
  };
}
