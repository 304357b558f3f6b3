import Database from 'better-sqlite3';
import type { Host } from '../../../electron/host/createHost';
import type { RunEvent, RunStatus } from '../../../shared/run/events';
import { createRunState, reduceRun } from '../../../shared/run/reduce';
import { toRunResult } from '../../../shared/run/result';
import type { StepState, WorkflowRunResult } from '../../../shared/run/state';
import type { ContentBlock, Message } from '../../../shared/session/session';
import { stepOf } from './shapes';

/** What a store holds of a run, as far as it has to be the same however often the run was cut off: no times and no ids. */
export type Outcome = {
  readonly status: RunStatus | undefined;
  readonly result: unknown;
  readonly conversations: unknown;
  /** Of the runs that its steps started. */
  readonly within: readonly Outcome[];
  /** What was said in the sessions of agents. */
  readonly tasks: readonly unknown[];
};

export function integrityOf(file: string): unknown {
  const db = new Database(file);
  const answer = db.pragma('integrity_check', { simple: true });
  db.close();
  return answer;
}

export function hasGaps(events: readonly RunEvent[]): boolean {
  return events.some(({ seq }, index) => seq !== index + 1);
}

/** By step, also of runs within the run, how many whole replies are stored: nobody may ask for these again. Of a decided step nothing at all. */
export function settledTurns(host: Host, runId: string): ReadonlyMap<string, number> {
  return new Map(
    stepsOf(host, runId).flatMap(({ id, status, sessionId }) => {
      const isDecided = status === 'completed' || status === 'failed' || status === 'skipped';
      const ofRuns = host.services.runs.children(sessionId).flatMap((child) => [...settledTurns(host, child.runId)]);
      const ofTasks = tasksOf(host, sessionId).map((task) => [stepOf(promptOf(task)).stepId, repliesIn(task)] as const);
      return [[id, isDecided ? Number.POSITIVE_INFINITY : repliesIn(conversationOf(host, sessionId))] as const, ...ofRuns, ...ofTasks];
    }),
  );
}

export function outcomeOf(host: Host, runId: string): Outcome {
  const run = storedRun(host, runId);
  const state = reduceRun(createRunState(runId, run.definition), host.store.events.events(runId, 0));
  const steps = [...state.steps.values()];
  return {
    status: run.status,
    result: withoutTimesAndIds(toRunResult(run.definition, state)),
    conversations: Object.fromEntries(steps.map(({ id, sessionId }) => [id, told(conversationOf(host, sessionId))])),
    within: steps.flatMap(({ sessionId }) => host.services.runs.children(sessionId).map((child) => outcomeOf(host, child.runId))),
    tasks: steps.flatMap(({ sessionId }) => tasksOf(host, sessionId).map(told)),
  };
}

/** The conversations of the agents that a session handed tasks to. */
function tasksOf(host: Host, sessionId: string): readonly (readonly Message[])[] {
  return host.services.sessions.startedBy(sessionId).map(({ id }) => conversationOf(host, id));
}

function repliesIn(conversation: readonly Message[]): number {
  return conversation.filter(({ role, interrupted }) => role === 'assistant' && !interrupted).length;
}

function promptOf([first]: readonly Message[]): string {
  return String(first?.content[0]?.text ?? '');
}

function stepsOf(host: Host, runId: string): readonly StepState[] {
  const { definition } = storedRun(host, runId);
  return [...reduceRun(createRunState(runId, definition), host.store.events.events(runId, 0)).steps.values()];
}

export function withoutTimesAndIds({ runId, startedAt, durationMs, steps, ...result }: WorkflowRunResult): unknown {
  return { ...result, steps: steps.map(({ sessionId, durationMs: _, ...step }) => step) };
}

function storedRun(host: Host, runId: string) {
  const run = host.store.runs.get(runId);
  if (!run) throw new Error(`The run ${runId} was accepted and is lost.`);
  return run;
}

function conversationOf(host: Host, sessionId: string): readonly Message[] {
  return host.store.sessions.conversation(host.store.sessions.get(sessionId)?.headId ?? null);
}

/** Who said what, a list for each time the speaker changes. Of a call of `note` that was cut off nobody knows how it ended. */
function told(conversation: readonly Message[]): unknown {
  const blocks = conversation.flatMap(({ content }) => content);
  const spoken: { role: Message['role']; words: string[] }[] = [];
  for (const { role, content } of conversation) {
    const words = content.map((block) => wordsOf(block, blocks));
    const last = spoken.at(-1);
    if (last?.role === role) last.words.push(...words);
    else spoken.push({ role, words });
  }
  // Results of calls that ran side by side are stored as they come.
  return spoken.map(({ role, words }) => ({ role, words: words.toSorted() }));
}

function wordsOf(block: ContentBlock, blocks: readonly ContentBlock[]): string {
  if (block.type === 'tool_use') return `calls ${block.name} ${JSON.stringify(block.input)}`;
  if (block.type !== 'tool_result') return JSON.stringify(block);
  const call = blocks.find(({ type, id }) => type === 'tool_use' && id === block.tool_use_id);
  const said = JSON.stringify(block.content).replace(/ in \d+ ms \(run run_\w+\)/, '');
  return `${call?.name} ${JSON.stringify(call?.input)} gave ${call?.name === 'note' ? 'something' : said}`;
}
