import type { RunListeners } from '../engine/runLoop';
import type { Tool, ToolBoxOpening } from '../sessions/ports';

/** The tools that were given to a run for each of its steps. */
export type RunTools = (stepId: string) => readonly Tool[];

/**
 * Tools given with one session or step. What is stored names them; this process has them. A session continued in another process
 * finds them when that one was given tools of the same names.
 */
export class ToolShelf {
  readonly #latest = new Map<string, Tool>();
  readonly #ofRuns = new Map<string, RunTools>();

  /** Keeps a tool and answers its name, which may be given as well. A later tool takes the place of an earlier one of the same name. */
  add(entry: string | Tool): string {
    if (typeof entry === 'string') return entry;
    this.#latest.set(entry.name.toLowerCase(), entry);
    return entry.name;
  }

  /**
   * The same listeners. From its first event on, before any of its tools, the run's steps have the very tools they were given: other runs may have
   * been given tools of the same names that close over something else.
   */
  listening({ onEvent, signal }: RunListeners, tools: RunTools): RunListeners {
    return {
      signal,
      onEvent: (event) => {
        if (event.type === 'workflow.start') this.#ofRuns.set(event.runId, tools);
        if (event.type === 'workflow.done') this.#ofRuns.delete(event.runId);
        return onEvent?.(event);
      },
    };
  }

  all(): readonly Tool[] {
    return [...this.#latest.values()];
  }

  /** The same, as a session of a run under way has them. */
  for({ metadata: { runId = '', stepId = '' } }: ToolBoxOpening): readonly Tool[] {
    const own = this.#ofRuns.get(runId)?.(stepId) ?? [];
    return [...new Map([...this.all(), ...own].map((tool) => [tool.name.toLowerCase(), tool])).values()];
  }
}
