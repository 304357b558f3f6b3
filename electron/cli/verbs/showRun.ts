import type { RunDetail } from '../../../shared/ipc/contract/runs';
import { plainText } from '../../../shared/lib/plainText';
import { toRunResult } from '../../../shared/run/result';
import type { StartedWithin, StepState } from '../../../shared/run/state';
import { totalled, totalSpending } from '../../../shared/run/total';
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
  summary: 'Show a run: its steps, its answer, what it was given.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [runId = ''], options, terminal }) =>
    withHost(options, async ({ services }) => {
      const stored = readStoredRun(services, runId);
      const within = services.runs.startedWithin(runId);
      terminal.print(options.json ? JSON.stringify(asJson(stored, within), null, 2) : asText(stored, within));
      return 0;
    }),
});

/** The run as listed, and its result so far. */
function asJson({ run, state }: StoredRun, within: StartedWithin) {
  const { definition: _definition, ...summary } = run;
  return { ...summary, ...totalled(toRunResult(run.definition, state), within), status: run.status, durationMs: run.durationMs };
}

function asText({ run, state }: StoredRun, within: StartedWithin): string {
  const title = [
    `${run.workflowName} · ${run.aborted ? 'aborted' : run.status}`,
    run.durationMs === null ? '' : formatDuration(run.durationMs),
    formatTokens(run.usage),
    run.rehearsal ? 'Rehearsal' : formatCost(run.costUsd),
    run.startedAt,
  ];
  const steps = [...state.steps.values()].map(stepRow);
  const { text } = toRunResult(run.definition, state);
  return [
    title.filter((part) => part !== '').join(' · '),
    ...startedLines(run, within),
    `work directory: ${run.workDir}`,
    ...Object.entries(run.params).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    '',
    formatTable(['STEP', 'STATUS', 'TIME', 'SESSION', ''], steps),
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

function stepRow(step: StepState): readonly string[] {
  const time = step.durationMs > 0 ? formatDuration(step.durationMs) : '';
  return [step.id, step.status, time, step.sessionId, plainLine(step.error ?? '', LONGEST_ERROR)];
}
