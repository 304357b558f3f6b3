import type { RunDetail } from '../../../shared/ipc/contract/runs';
import { plainText } from '../../../shared/lib/plainText';
import { toRunResult } from '../../../shared/run/result';
import type { RunState, StartedWithin } from '../../../shared/run/state';
import { totalled, totalSpending } from '../../../shared/run/total';
import { readChildRuns, type StoredChildRun } from '../childRuns';
import { formatCost, formatDuration, formatTable, formatTokens, startedText } from '../format';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { plainLine } from '../plainLine';
import { readStoredRun, type StoredRun } from '../storedRun';
import { defineVerb } from '../verb';

const LONGEST_ERROR = 100;

export const showRunVerb = defineVerb({
  name: 'runs show',
  operands: ['RUN'],
  summary: 'Show a run: its steps and the runs they started, its answer, what it was given.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [runId = ''], options, terminal }) =>
    withHost(options, async ({ services }) => {
      const stored = readStoredRun(services, runId);
      const children = readChildRuns(services, runId);
      const within = (id: string) => services.runs.startedWithin(id);
      terminal.print(options.json ? JSON.stringify(asJson(stored, children, within), null, 2) : asText(stored, children, within(runId)));
      return 0;
    }),
});

/** The run as listed, its result so far, and the same of each run that its steps started. */
function asJson({ run, state }: StoredRun, children: readonly StoredChildRun[], within: (runId: string) => StartedWithin): object {
  const { definition, ...summary } = run;
  const result = totalled(toRunResult(definition, state), within(run.runId));
  const childRuns = children.map((child) => ({ stepId: child.stepId, ...asJson(child, child.children, within) }));
  return { ...summary, ...result, status: run.status, durationMs: run.durationMs, childRuns };
}

function asText({ run, state }: StoredRun, children: readonly StoredChildRun[], within: StartedWithin): string {
  const title = [
    `${run.workflowName} · ${statusText(run)}`,
    run.durationMs === null ? '' : formatDuration(run.durationMs),
    formatTokens(run.usage),
    run.rehearsal ? 'Rehearsal' : formatCost(run.costUsd),
    run.startedAt,
  ];
  const { text } = toRunResult(run.definition, state);
  return [
    title.filter((part) => part !== '').join(' · '),
    ...startedLines(run, within),
    `work directory: ${run.workDir}`,
    ...Object.entries(run.params).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    '',
    formatTable(['STEP', 'STATUS', 'TIME', children.length > 0 ? 'SESSION OR RUN' : 'SESSION', ''], stepRows(state, children, '')),
    ...(text === '' ? [] : ['', plainText(text)]),
  ].join('\n');
}

/** What the run cost in all, where its steps started something. */
function startedLines(run: RunDetail, within: StartedWithin): readonly string[] {
  if (within.runs + within.sessions === 0) return [];
  const { usage, costUsd } = totalSpending(run, within);
  const parts = [`with ${startedText(within)}`, formatTokens(usage), run.rehearsal ? '' : formatCost(costUsd)];
  return [parts.filter((part) => part !== '').join(' · ')];
}

/** Each step, and below it, indented, the runs it started with their steps. */
function stepRows(state: RunState, children: readonly StoredChildRun[], indent: string): (readonly string[])[] {
  return [...state.steps.values()].flatMap((step) => [
    [`${indent}${step.id}`, step.status, timeText(step.durationMs), step.sessionId, plainLine(step.error ?? '', LONGEST_ERROR)],
    ...children.filter(({ stepId }) => stepId === step.id).flatMap((child) => childRows(child, `${indent}  `)),
  ]);
}

function childRows({ run, state, children }: StoredChildRun, indent: string): (readonly string[])[] {
  const row = [`${indent}run ${run.workflowName}`, statusText(run), timeText(run.durationMs ?? 0), run.runId, ''];
  return [row, ...stepRows(state, children, `${indent}  `)];
}

function statusText({ aborted, status }: RunDetail): string {
  return aborted ? 'aborted' : status;
}

function timeText(milliseconds: number): string {
  return milliseconds > 0 ? formatDuration(milliseconds) : '';
}
