import { z } from 'zod';
import type { RunListeners } from '../engine/runLoop';
import { lineageOf } from '../host/lineage';
import type { PermissionDecision, SessionStore, ToolContext } from '../sessions/ports';
import type { Approver } from '../tools/permissionGate';
import { ownCopy } from './ownCopy';

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
        return onEvent?.(event); // for the engine, which hears of a listener that fails later
      },
    };
  }

  approverFor(store: Pick<SessionStore, 'get'>, { sessionId }: ToolContext): Approver | undefined {
    const runs = lineageOf(store, sessionId).map((id) => store.get(id)?.metadata.runId ?? '');
    const ask = runs.map((runId) => this.#ofRuns.get(runId)).find((found) => found !== undefined) ?? this.#usual;
    return ask && { ask: (request) => answerOf(ask, request) };
  }
}

const answerSchema = z.object({
  state: z.enum(['allowed', 'denied']),
  reason: z.string().default('requestPermission gave no reason'),
  reply: z.string().optional(),
});

/** What the caller's function answers, which is given a copy of the input: what was asked about is what runs. If it fails, or answers something else, that is a no which says so: silence is no permission. */
async function answerOf(ask: RequestPermission, request: Parameters<RequestPermission>[0]): Promise<PermissionDecision> {
  try {
    const answer = answerSchema.safeParse(await ask({ ...request, input: ownCopy(request.input) }));
    if (answer.success) return answer.data;
    return { state: 'denied', reason: 'requestPermission gave no answer. It must return { state: "allowed" | "denied", reason }' };
  } catch (error) {
    if (request.context.signal.aborted) throw error;
    return { state: 'denied', reason: `requestPermission failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}
