import type { RunListeners } from '../engine/runLoop';
import { lineageOf } from '../host/lineage';
import type { SessionStore, ToolContext } from '../sessions/ports';
import type { Approver } from '../tools/permissionGate';

export type RequestPermission = Approver['ask'];

/** Who is asked before a tool of a run may change something: whom the run was given, else who is asked where it was started from, else the usual one. */
export class RunApprovers {
  readonly #usual: RequestPermission | undefined;
  readonly #ofRuns = new Map<string, RequestPermission>();

  constructor(usual: RequestPermission | undefined) {
    this.#usual = usual;
  }

  /** The same listeners; from its first event on, before any of its tools, `ask` is who the run asks. */
  listening({ onEvent, signal }: RunListeners, ask: RequestPermission | undefined): RunListeners {
    if (!ask) return { onEvent, signal };
    return {
      signal,
      onEvent: (event) => {
        if (event.type === 'workflow.done') this.#ofRuns.delete(event.runId);
        else this.#ofRuns.set(event.runId, ask);
        onEvent?.(event);
      },
    };
  }

  approverFor(store: Pick<SessionStore, 'get'>, { sessionId }: ToolContext): Approver | undefined {
    const runs = lineageOf(store, sessionId).map((id) => store.get(id)?.metadata.runId ?? '');
    const ask = runs.map((runId) => this.#ofRuns.get(runId)).find((found) => found !== undefined) ?? this.#usual;
    return ask && { ask };
  }
}
