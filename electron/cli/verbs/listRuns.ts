import { z } from 'zod';
import type { RunSummary } from '../../../shared/ipc/contract/runs';
import { readChildRuns, type StoredChildRun } from '../childRuns';
import { formatDuration, formatTable } from '../format';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

const MOST_LISTED = 1000;

type ListedRun = RunSummary & { readonly childRuns?: readonly ListedRun[] };

export const listRunsVerb = defineVerb({
  name: 'runs list',
  operands: [],
  summary: 'List the stored runs, newest first.',
  options: { children: { type: 'boolean', help: 'below each run, those that its steps started' } },
  schema: commonSchema.extend({ children: z.boolean().default(false) }),
  run: ({ options, terminal }) =>
    withHost(options, async ({ client, services }) => {
      const { runs, total } = await client.runs.list({ limit: MOST_LISTED });
      const listed: readonly ListedRun[] = options.children
        ? runs.map((run) => ({ ...run, childRuns: readChildRuns(services, run.runId).map(asListed) }))
        : runs;
      if (options.json) terminal.print(JSON.stringify(listed, null, 2));
      else if (runs.length === 0) terminal.note('No runs yet. "stepgraph run FILE" makes one.');
      else {
        const rows = listed.flatMap((run) => runRows(run, ''));
        terminal.print(formatTable(['RUN', 'WORKFLOW', 'STATUS', 'STEPS', 'TIME', 'STARTED', ''], rows));
      }
      if (total > runs.length) terminal.note(`The newest ${runs.length} of ${total} are listed.`);
      return 0;
    }),
});

function asListed({ run, stepId, children }: StoredChildRun): ListedRun & { readonly stepId: string } {
  const { definition: _definition, ...summary } = run;
  return { ...summary, stepId, childRuns: children.map(asListed) };
}

/** The run, and below it, indented, what it started. */
function runRows(run: ListedRun, indent: string): readonly (readonly string[])[] {
  const row = [
    `${indent}${run.runId}`,
    run.workflowName,
    run.aborted ? 'aborted' : run.status,
    `${run.completedSteps}/${run.stepCount}`,
    run.durationMs === null ? '' : formatDuration(run.durationMs),
    run.startedAt,
    run.rehearsal ? 'Rehearsal' : '',
  ];
  return [row, ...(run.childRuns ?? []).flatMap((child) => runRows(child, `${indent}  `))];
}
