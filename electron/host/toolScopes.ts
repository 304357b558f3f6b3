import type { SessionStore, Tool, ToolBoxOpening } from '../sessions/ports';

/** What a step of a run can name; for no step of it, what any of them can. Of tools of the same name the first counts. */
export type RunTools = (stepId?: string) => readonly Tool[];

export type AgentTools = {
  readonly tools: readonly Tool[];
  /** By the names of its workflows. */
  readonly workflows: ReadonlyMap<string, RunTools>;
};

export type AgentToolsByName = ReadonlyMap<string, AgentTools>;

/** So many sessions and ended runs keep their tools in this process, so that one that serves for months holds on to no more. */
const MOST_KEPT = 1_000;

/**
 * Tools are stored by name, and this process has what they do. A name stands for a tool of the session, run or agent that uses it, and never for
 * one that somebody else was given: that may have the same name and do something else, or be none of their business.
 */
export class ToolScopes {
  readonly #sessions: Pick<SessionStore, 'get'>;
  readonly #agents: AgentToolsByName | undefined;
  readonly #ofSessions = new Map<string, readonly Tool[]>();
  readonly #ofRuns = new Map<string, RunTools>();
  readonly #ofEndedRuns = new Map<string, RunTools>();

  constructor(sessions: Pick<SessionStore, 'get'>, agents?: AgentToolsByName) {
    this.#sessions = sessions;
    this.#agents = agents;
  }

  keepForSession(sessionId: string, tools: readonly Tool[]): void {
    if (tools.length > 0) keepAsLast(this.#ofSessions, sessionId, tools);
  }

  /**
   * The steps of the run can name these, before those that it was given earlier, until the returned function is called: it is over then. Without
   * any, a run that this process did not start has those of the agent that started it.
   */
  holdForRun(runId: string, given?: RunTools): () => void {
    const earlier = this.#ofEndedRuns.get(runId);
    const tools: RunTools | undefined = given && earlier ? (stepId) => [...given(stepId), ...earlier(stepId)] : (given ?? earlier);
    if (tools) this.#ofRuns.set(runId, tools);
    return () => {
      this.#ofRuns.delete(runId);
      if (tools && tools().length > 0) keepAsLast(this.#ofEndedRuns, runId, tools);
    };
  }

  /** What the steps of an agent's workflow can name: what they were given, else what the agent was. */
  ofWorkflow(agent: string | undefined, workflow: string | undefined): RunTools {
    const { tools = [], workflows } = this.#agents?.get(agent ?? '') ?? {};
    return (stepId) => [...(workflows?.get(workflow ?? '')?.(stepId) ?? []), ...tools];
  }

  /** What a session can name. */
  of({ sessionId, metadata }: Pick<ToolBoxOpening, 'sessionId' | 'metadata'>): readonly Tool[] {
    const { agent, runId, stepId, parentSessionId, workflowName } = metadata;
    if (agent !== undefined) return this.#agents?.get(agent)?.tools ?? [];
    const starter = parentSessionId === undefined ? undefined : this.#sessions.get(parentSessionId)?.metadata;
    // What a step's tool begins belongs to the run, too, but is none of its steps.
    if (runId === undefined || runId === starter?.runId) return this.#ofSessions.get(sessionId) ?? [];
    const ofRun = this.#ofRuns.get(runId) ?? this.#ofEndedRuns.get(runId) ?? this.ofWorkflow(starter?.agent, workflowName);
    return firstOfEachName(ofRun(stepId));
  }
}

function keepAsLast<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.delete(key);
  kept.set(key, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) return;
    kept.delete(oldest);
  }
}

function firstOfEachName(tools: readonly Tool[]): readonly Tool[] {
  const byName = new Map<string, Tool>();
  for (const tool of tools) if (!byName.has(tool.name.toLowerCase())) byName.set(tool.name.toLowerCase(), tool);
  return [...byName.values()];
}
