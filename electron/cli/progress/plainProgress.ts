import type { RunEvent } from '../../../shared/run/events';
import type { RunState } from '../../../shared/run/state';
import { formatDuration } from '../format';
import { plainLine } from '../plainLine';
import type { StepProgress } from './stepProgress';

const LONGEST_LINE = 400;

/** One line for each thing that happens: for logs and pipes. */
export function plainProgress(note: (line: string) => void): StepProgress {
  return {
    update: (state, events) => {
      for (const event of events) {
        const line = eventLine(state, event);
        if (line !== undefined) note(plainLine(line, LONGEST_LINE));
      }
    },
    updateChild: ({ depth }, state, events) => {
      const indent = '  '.repeat(depth);
      for (const event of events) {
        const line = childLine(state, event);
        if (line !== undefined) note(`${indent}${plainLine(line, LONGEST_LINE)}`);
      }
    },
    note,
    end: () => {},
  };
}

/** Lines of several runs stand between each other: each says whose it is. */
function childLine(state: RunState, event: RunEvent): string | undefined {
  if (event.type === 'workflow.done') {
    return `${event.workflowName}: ${event.aborted ? 'aborted' : event.status} in ${formatDuration(event.durationMs)}`;
  }
  const line = eventLine(state, event);
  return line === undefined || event.type === 'workflow.start' ? line : `${state.workflowName} › ${line}`;
}

function eventLine(state: RunState, event: RunEvent): string | undefined {
  switch (event.type) {
    case 'workflow.start':
      return `${event.workflowName}: ${event.resumed ? 'resumed' : 'started'}, ${event.stepCount} ${event.stepCount === 1 ? 'step' : 'steps'} (${event.runId})`;
    case 'step.start':
      return `${event.stepName}: started${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}`;
    case 'step.tool.start':
      return `${nameOf(state, event.stepId)}: ${event.name} ${JSON.stringify(event.input)}`;
    case 'step.permission':
      return event.state === 'denied'
        ? `${nameOf(state, event.stepId)}: ${event.name ?? 'a tool'} denied: ${event.reason ?? ''}`
        : undefined;
    case 'step.warning':
      return `${nameOf(state, event.stepId)}: warning: ${event.message}`;
    case 'step.retry':
      return `${nameOf(state, event.stepId)}: trying again in ${formatDuration(event.delayMs)}: ${event.error}`;
    case 'step.done':
      return `${event.stepName}: ${event.status}${event.status === 'skipped' ? '' : ` in ${formatDuration(event.durationMs)}`}${event.error ? `: ${event.error}` : ''}`;
    default:
      return undefined; // text, usage and tool results are too much for a log; the end has a line of its own
  }
}

function nameOf(state: RunState, stepId: string): string {
  return state.steps.get(stepId)?.name ?? stepId;
}
