import type { StepgraphClient } from '../../shared/ipc/contract';
import { plainText } from '../../shared/lib/plainText';
import { visibleText } from '../../shared/lib/visibleText';
import type { RunEvent } from '../../shared/run/events';
import { applyRunEvent, createRunState } from '../../shared/run/reduce';
import { toRunResult } from '../../shared/run/result';
import type { RunState, WorkflowRunResult } from '../../shared/run/state';
import { type TotalledRunResult, totalled } from '../../shared/run/total';
import { describeFailure } from './failures';
import { formatCost, formatDuration, formatTokens, startedText } from './format';
import { onInterrupt } from './interruption';
import { answerRequests } from './permissionPrompt';
import { liveProgress } from './progress/liveProgress';
import { plainProgress } from './progress/plainProgress';
import type { Terminal } from './terminal';
import type { ExitStatus } from './verb';
import { watchChildRuns } from './watchChildRuns';

export type FollowOptions = { readonly json: boolean; readonly events: boolean };

/**
 * Watches a run that goes on in this process to its end and prints its result; Ctrl+C stops the run. Events up to `after` are
 * known already: they count for the result but are not shown again.
 */
export async function followRun(
  client: StepgraphClient,
  runId: string,
  after: number,
  options: FollowOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const run = await client.runs.get({ runId });
  const state = createRunState(runId, run.definition);
  const progress = terminal.screen === undefined || options.events ? plainProgress(terminal.note) : liveProgress(terminal.screen);
  const sayFailure = (error: unknown) => progress.note(describeFailure(error).lines.join('\n'));
  let stopped: Promise<unknown> = Promise.resolve();
  using _interrupt = onInterrupt(() => {
    progress.note('Stopping … (Ctrl+C again ends it at once)');
    stopped = client.runs.stop({ runId }).catch(sayFailure);
  });
  let childRuns: ReturnType<typeof watchChildRuns> | undefined;
  const requests = terminal.keyboard && answerRequests(client, terminal.keyboard, progress.note);
  try {
    for await (const events of client.runs.events({ runId, after: 0 })) {
      const news = takeIn(state, events, after);
      if (options.events) for (const event of news) terminal.print(JSON.stringify(event));
      progress.update(state, news);
      const [first] = news;
      if (first) childRuns ??= watchChildRuns(client, state, first.timestamp, { onNews: progress.updateChild, onFailure: sayFailure });
    }
  } finally {
    await childRuns?.end();
    await requests?.end();
    await stopped; // its answer may come after the run's last event, and the connection is closed once this returns
    progress.end(state);
  }
  const result = toRunResult(run.definition, state);
  printResult(totalled(result, await client.runs.startedWithin({ runId })), run.rehearsal, options, terminal);
  return exitStatus(result);
}

/** Applies the events and answers those that are news. */
function takeIn(state: RunState, events: readonly RunEvent[], after: number): readonly RunEvent[] {
  for (const event of events) applyRunEvent(state, event);
  return events.filter((event) => event.seq > after);
}

function printResult(result: TotalledRunResult, isRehearsal: boolean, options: FollowOptions, terminal: Terminal): void {
  const parts = [
    `${result.workflowName}: ${result.aborted ? 'aborted' : result.status} in ${formatDuration(result.durationMs)}`,
    formatTokens(result.usage),
    isRehearsal ? 'Rehearsal: nothing was sent to a model' : formatCost(result.costUsd),
    result.startedWithin.runs + result.startedWithin.sessions > 0 ? totalText(result, isRehearsal) : '',
    result.runId,
  ];
  terminal.note(parts.filter((part) => part !== '').join(' · '));
  for (const { id, error } of result.steps) if (error?.includes('\n')) terminal.note(`\n${id}: ${visibleText(error)}`);
  if (options.events) return; // stdout is a stream of events; the last one tells the end
  if (options.json) terminal.print(JSON.stringify(result, null, 2));
  else if (result.text !== '') terminal.print(plainText(result.text));
}

function totalText({ startedWithin, total }: TotalledRunResult, isRehearsal: boolean): string {
  const cost = isRehearsal ? '' : formatCost(total.costUsd);
  return `with ${startedText(startedWithin)}: ${formatTokens(total.usage)}${cost && `, ${cost}`}`;
}

function exitStatus(result: WorkflowRunResult): ExitStatus {
  if (result.aborted) return 130;
  return result.status === 'completed' ? 0 : 1;
}
