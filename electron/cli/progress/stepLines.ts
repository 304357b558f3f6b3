import type { RunState, StepState } from '../../../shared/run/state';
import { formatDuration } from '../format';
import { plainLine } from '../plainLine';

const MARKS: { readonly [status in StepState['status']]: string } = {
  pending: '·',
  running: '▸',
  waiting: '?',
  completed: '✓',
  failed: '✗',
  skipped: '–',
  interrupted: '!',
};

/** Which steps a full screen shows first. */
const ORDER: readonly StepState['status'][] = ['waiting', 'running', 'failed', 'interrupted', 'completed', 'skipped', 'pending'];

/** Runs that steps started, by the sessions of these. */
export type ChildStates = ReadonlyMap<string, ReadonlyMap<string, RunState>>;

/**
 * The list of steps as a person watches it, each with those of the runs it started below it, at most `rows` lines of at most `columns`
 * characters. Where not all steps fit, those that matter most now are shown, in the order of the workflow, and the last line counts the rest.
 */
export function stepLines(state: RunState, now: number, columns: number, rows: number, children: ChildStates = new Map()): string[] {
  const steps = stepsWithin(state, children, '', 0);
  if (steps.length <= rows) return steps.map((step) => stepLine(step, now, columns));
  const byUrgency = [...steps].sort((a, b) => ORDER.indexOf(a.step.status) - ORDER.indexOf(b.step.status));
  const shown = new Set(byUrgency.slice(0, Math.max(0, rows - 1)));
  const hidden = steps.length - shown.size;
  const done = steps.filter(({ step }) => step.status === 'completed').length;
  return [
    ...steps.filter((step) => shown.has(step)).map((step) => stepLine(step, now, columns)),
    plainLine(`  … ${hidden} more (${done} of ${steps.length} completed)`, columns),
  ];
}

type ShownStep = { readonly step: StepState; readonly name: string; readonly depth: number };

/** A step of another run is named with its workflow: alone it could be taken for one of this run. */
function stepsWithin(state: RunState, children: ChildStates, prefix: string, depth: number): ShownStep[] {
  return [...state.steps.values()].flatMap((step) => [
    { step, name: `${prefix}${step.name}`, depth },
    ...[...(children.get(step.sessionId)?.values() ?? [])].flatMap((child) =>
      stepsWithin(child, children, `${child.workflowName} › `, depth + 1),
    ),
  ]);
}

function stepLine({ step, name, depth }: ShownStep, now: number, columns: number): string {
  const indent = '  '.repeat(depth);
  const line = [MARKS[step.status], name, elapsed(step, now), detail(step)].filter(Boolean).join('  ');
  return `${indent}${plainLine(line, columns - indent.length)}`;
}

function elapsed(step: StepState, now: number): string {
  if (step.status === 'running' || step.status === 'waiting') {
    return step.startedAt === undefined ? '' : formatDuration(Math.max(0, now - Date.parse(step.startedAt)));
  }
  return step.status === 'completed' || step.status === 'failed' ? formatDuration(step.durationMs) : '';
}

function detail(step: StepState): string {
  if (step.error !== undefined) return step.error;
  if (step.status !== 'running' && step.status !== 'waiting') return '';
  const call = step.toolCalls.findLast((tool) => tool.status === 'running' || tool.status === 'waiting');
  return call === undefined ? step.text.slice(-200) : `${call.name} ${JSON.stringify(call.input)}`;
}
