import type { TurnFact } from '../../shared/session/turn';
import type { Clock } from '../engine/ports';

export type { TurnFact };

export type TurnObserver = {
  /** Resolves when the fact is durable for the observer; a tool runs only after its `tool.start` is. Rejecting ends the turn. */
  report(fact: TurnFact): Promise<void>;
  /**
   * It stores what it is told, in order with the messages of the session, before anyone sees it. So what was decided need not be kept with the session
   * too, and what leaves no trace need not wait until the reply that asks for it is durable.
   */
  readonly isDurable?: true;
};

/** For a turn that nobody watches. */
export const NO_OBSERVER: TurnObserver = { report: async () => {} };

/** Text that streams in is gathered this long before it becomes one fact: often enough for the eye, seldom enough for the disk. */
export const TEXT_WINDOW_MS = 50;

/** A reason of our own: without one, each wait that is called off makes an error with a stack. */
const HANDED_OVER = 'handed over';

export type TurnFacts = {
  /** Adds streamed text to what is being gathered. */
  addText(delta: string): void;
  /** Hands over the gathered text, then the fact: the order of calls is the order of facts. */
  report(fact: TurnFact): Promise<void>;
  /** Whether a `tool.start` of this call has been reported. */
  isStarted(callId: string): boolean;
  /** Hands over the gathered text. Rejects with the first failure of the observer since the last call. */
  flush(): Promise<void>;
};

export function createTurnFacts(observer: TurnObserver, clock: Pick<Clock, 'sleep'>): TurnFacts {
  const startedCalls = new Set<string>();
  let gathered = '';
  let timer: AbortController | undefined;
  let handedOver: Promise<void> = Promise.resolve();

  function handOver(): void {
    timer?.abort(HANDED_OVER);
    timer = undefined;
    if (gathered === '') return;
    const delta = gathered;
    gathered = '';
    // Reported at once, not after the last one: reports are ordered by their calls. Kept for `flush`, which rethrows.
    handedOver = Promise.all([handedOver, observer.report({ type: 'text', delta })]).then(() => undefined);
    handedOver.catch(() => undefined);
  }

  function flush(): Promise<void> {
    handOver();
    const done = handedOver;
    handedOver = Promise.resolve();
    return done;
  }

  return {
    addText(delta) {
      gathered += delta;
      if (timer) return;
      timer = new AbortController();
      clock.sleep(TEXT_WINDOW_MS, timer.signal).then(handOver, () => undefined);
    },
    async report(fact) {
      if (fact.type === 'tool.start') startedCalls.add(fact.callId);
      await Promise.all([flush(), observer.report(fact)]);
    },
    isStarted: (callId) => startedCalls.has(callId),
    flush,
  };
}
