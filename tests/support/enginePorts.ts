import {
  type EnginePorts,
  type RunJournal,
  StepFailure,
  type StepOutcome,
  type StepRequest,
  type StepRunner,
} from '../../electron/engine/ports';
import { AppError } from '../../shared/lib/appError';
import type { RunEvent } from '../../shared/run/events';
import { addCost, addUsage, NO_USAGE, type Usage } from '../../shared/run/usage';
import { FakeClock } from './fakeClock';

/** Keeps events in memory, in the batches in which they came. */
export class MemoryJournal implements RunJournal {
  readonly batches: (readonly RunEvent[])[] = [];

  get events(): RunEvent[] {
    return this.batches.flat();
  }

  async append(_runId: string, events: readonly RunEvent[]): Promise<void> {
    this.batches.push(events);
  }
}

/** What one attempt does. */
export type Play = {
  readonly takesMs?: number;
  readonly text?: string;
  readonly toolCalls?: readonly string[];
  /** One entry for each turn of the model. */
  readonly turns?: readonly Usage[];
  readonly error?: unknown;
  readonly ignoresAbort?: boolean;
};

/** Plays what the script says for each attempt, and notes what was asked of it. A resumed attempt reports only the turns still missing. */
export class ScriptedSteps implements StepRunner {
  readonly requests: StepRequest[] = [];
  readonly turnsDone = new Map<string, number>();
  running = 0;
  mostRunning = 0;

  constructor(
    readonly clock: FakeClock,
    readonly script: (request: StepRequest) => Play,
  ) {}

  async run(request: StepRequest, sink: Parameters<StepRunner['run']>[1], signal: AbortSignal): Promise<StepOutcome> {
    this.requests.push(request);
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    try {
      return await this.#play(request, sink, signal, this.script(request));
    } finally {
      this.running--;
    }
  }

  async #play(request: StepRequest, sink: Parameters<StepRunner['run']>[1], signal: AbortSignal, play: Play): Promise<StepOutcome> {
    const { takesMs = 0, text = '', toolCalls = [], turns = [], error, ignoresAbort = false } = play;
    const stepId = request.step.id;
    for (const [index, usage] of turns.entries()) {
      if (index < (this.turnsDone.get(request.sessionId) ?? 0)) continue;
      this.turnsDone.set(request.sessionId, index + 1);
      await sink.report({ type: 'step.usage', stepId, usage, costUsd: 1, turn: index + 1 });
    }
    if (takesMs > 0) await this.clock.sleep(takesMs, ignoresAbort ? undefined : signal);
    const spent = { usage: turns.reduce(addUsage, NO_USAGE), costUsd: turns.reduce<number | null>((sum) => addCost(sum, 1), 0) };
    if (error instanceof AppError) throw new StepFailure(error, spent.usage, spent.costUsd);
    if (error !== undefined) throw error;
    return { text, toolCalls, ...spent };
  }

  /** How often each step was begun, by its id. */
  get timesBegun(): Record<string, number> {
    const times: Record<string, number> = {};
    for (const { step } of this.requests) times[step.id] = (times[step.id] ?? 0) + 1;
    return times;
  }
}

export type TestEngine = EnginePorts & {
  readonly clock: FakeClock;
  readonly journal: MemoryJournal;
  readonly steps: ScriptedSteps;
  readonly logged: { readonly message: string; readonly details: unknown }[];
};

/** An engine's world without a disk, a model or a wait. */
export function testEngine(script: (request: StepRequest) => Play = () => ({}), idPrefix = 'ses'): TestEngine {
  const clock = new FakeClock();
  const logged: { message: string; details: unknown }[] = [];
  const log = (message: string, details?: unknown) => logged.push({ message, details });
  let ids = 0;
  return {
    clock,
    ids: { next: () => `${idPrefix}_${++ids}` },
    random: () => 0.5,
    journal: new MemoryJournal(),
    steps: new ScriptedSteps(clock, script),
    log: { warn: log, error: log },
    logged,
  };
}

export const oneToken: Usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
export const overloaded = (): AppError => new AppError('OVERLOADED', 'The model server is overloaded.');
export const refused = (): AppError => new AppError('AUTHENTICATION', 'The model server refused the key.');
