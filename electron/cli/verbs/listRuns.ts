import { formatDuration, formatTable } from '../format';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

const MOST_LISTED = 1000;

export const listRunsVerb = defineVerb({
  name: 'runs list',
  operands: [],
  summary: 'List the stored runs, newest first.',
  options: {},
  schema: commonSchema,
  run: ({ options, terminal }) =>
    withHost(options, async ({ client }) => {
      const { runs, total } = await client.runs.list({ limit: MOST_LISTED });
      if (options.json) terminal.print(JSON.stringify(runs, null, 2));
      else if (runs.length === 0) terminal.note('No runs yet. "stepgraph run FILE" makes one.');
      else {
        const rows = runs.map((run) => [
          run.runId,
          run.workflowName,
          run.aborted ? 'aborted' : run.status,
          `${run.completedSteps}/${run.stepCount}`,
          run.durationMs === null ? '' : formatDuration(run.durationMs),
          run.startedAt,
          run.rehearsal ? 'Rehearsal' : '',
        ]);
        terminal.print(formatTable(['RUN', 'WORKFLOW', 'STATUS', 'STEPS', 'TIME', 'STARTED', ''], rows));
      }
      if (total > runs.length) terminal.note(`The newest ${runs.length} of ${total} are listed.`);
      return 0;
    }),
});
