import type { ProcessOwner, RunningProcess } from '../../shared/ipc/contract/processes';
import type { Clock } from '../engine/ports';
import type { ShownProcess, ToolContext } from '../sessions/ports';

/** Whom something works for, without what a store knows of it. */
export type WorkOwner = Omit<ProcessOwner, 'sessionTitle'>;
export type ListedProcess = Omit<RunningProcess, 'owner'> & { readonly owner: WorkOwner };

type NewProcess = Omit<ListedProcess, 'id' | 'startedAt'> & {
  /** Resolves when nothing of it runs any more. */
  readonly stop: () => Promise<void>;
};

/** Everything that runs for tool calls and sessions of one host, for people to see and to stop. */
export class ProcessList {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #onChange: () => void;
  readonly #running = new Map<string, ListedProcess & Pick<NewProcess, 'stop'>>();
  #count = 0;

  constructor(clock: Pick<Clock, 'now'>, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Lists it until the returned function is called. */
  add(process: NewProcess): () => void {
    this.#count += 1;
    const id = `process_${this.#count}`;
    this.#running.set(id, { ...process, id, startedAt: new Date(this.#clock.now()).toISOString() });
    this.#onChange();
    return () => {
      if (this.#running.delete(id)) this.#onChange();
    };
  }

  /** A program that a tool call runs. */
  readonly addForCall = ({ name, command, folder, pid, stop }: ShownProcess, context: ToolContext): (() => void) =>
    this.add({ kind: 'command', name, command, folder, pid, owner: ownerOf(context), stop });

  /** Oldest first. */
  all(): readonly ListedProcess[] {
    return [...this.#running.values()].map(({ stop: _, ...process }) => process);
  }

  /** False when it does not run any more. */
  async stop(id: string): Promise<boolean> {
    const process = this.#running.get(id);
    await process?.stop();
    return process !== undefined;
  }
}

export function ownerOf({ sessionId, metadata }: Pick<ToolContext, 'sessionId' | 'metadata'>): WorkOwner {
  const { runId = null, stepId = null, workflowName = null } = metadata;
  return { sessionId, runId, stepId, workflowName };
}
