import { AppError, isAppError } from '../../shared/lib/appError';
import type { RunEvent, RunFact } from '../../shared/run/events';
import { applyRunEvent } from '../../shared/run/reduce';
import type { RunState } from '../../shared/run/state';
import type { EnginePorts } from './ports';

export type RunListener = (event: RunEvent) => void;

/** The events of a run: numbered, taken into its state, made durable together, and only then shown. */
export class RunRecord {
  readonly #ports: Pick<EnginePorts, 'clock' | 'journal' | 'log'>;
  readonly #onEvent: RunListener | undefined;
  #uncommitted: RunEvent[] = [];
  #timestamp: string | undefined;
  #committed = Promise.resolve();

  constructor(
    ports: Pick<EnginePorts, 'clock' | 'journal' | 'log'>,
    readonly state: RunState,
    onEvent: RunListener | undefined,
  ) {
    this.#ports = ports;
    this.#onEvent = onEvent;
  }

  /** Facts between two commits happened, as far as anyone can tell, at one time. */
  add(fact: RunFact): void {
    this.#timestamp ??= new Date(this.#ports.clock.now()).toISOString();
    const event: RunEvent = { ...fact, runId: this.state.runId, seq: this.state.seq + 1, timestamp: this.#timestamp };
    applyRunEvent(this.state, event);
    this.#uncommitted.push(event);
  }

  /**
   * Hands what was added to the journal, before it returns. Resolves once all of it, and all handed over before, is durable and has been shown.
   * Rejects with `STORE_FAILED`, having shown nothing of it; nothing that is handed over later is shown then either.
   */
  commit(): Promise<void> {
    const events = this.#uncommitted;
    this.#uncommitted = [];
    this.#timestamp = undefined;
    const stored = events.length === 0 ? undefined : this.#ports.journal.append(this.state.runId, events);
    this.#committed = this.#show(events, stored, this.#committed);
    return this.#committed;
  }

  async #show(events: readonly RunEvent[], stored: Promise<void> | undefined, before: Promise<void>): Promise<void> {
    stored?.catch(() => {}); // awaited below, unless what came before is lost
    await before;
    try {
      await stored;
    } catch (error) {
      throw asStoreFailure(error);
    }
    for (const event of events) this.#publish(event);
  }

  #publish(event: RunEvent): void {
    const failed = (error: unknown) => this.#ports.log.error(`A listener of run ${event.runId} failed on ${event.type}`, error);
    try {
      // A listener may be asynchronous, whatever its type says; nobody waits for it.
      const returned: unknown = this.#onEvent?.(event);
      if (returned instanceof Promise) returned.catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}

function asStoreFailure(cause: unknown): AppError {
  if (isAppError(cause)) return cause;
  return new AppError('STORE_FAILED', 'The run could not be stored and was stopped: check the disk, then resume it.', undefined, { cause });
}
