import { createFairQueue, type FairQueue } from './fairQueue';

/** Lets the turns of a session run one after the other, and of all sessions only so many at once. */
export type TurnQueue = {
  run<T>(sessionId: string, options: TurnQueueOptions, work: () => Promise<T>): Promise<T>;
  /** True while a turn of the session runs or waits. */
  isBusy(sessionId: string): boolean;
  /** True while all places are taken and a turn of the session waits for one: nothing of it has begun. */
  isWaiting(sessionId: string): boolean;
  /** Sessions that are busy. */
  busy(): readonly string[];
};

export type TurnQueueOptions = {
  readonly signal: AbortSignal;
  /** A turn started by a tool call of another turn takes no place: its parent holds one and waits for it. */
  readonly isNested?: boolean;
  /** Do not wait until it is durable that the session is let go of: what is written next is durable after it. */
  readonly leavesAtOnce?: boolean;
};

/** Keeps other processes from a session, from the moment its turn is accepted: also while it waits for a place. */
export type SessionHold = {
  take(sessionId: string): Promise<void>;
  release(sessionId: string): Promise<void>;
  /** Hears of a release that failed when nobody waited for it. */
  onFailure(error: unknown): void;
};

type Line = { readonly queue: FairQueue; length: number; isHeld: boolean; isWaiting: boolean };

export function createTurnQueue(maxConcurrentActive: () => number, hold: SessionHold): TurnQueue {
  const lines = new Map<string, Line>();
  const places = createFairQueue(maxConcurrentActive);

  /** Each turn takes the session anew, which touches it; only who leaves nobody behind lets go of it. */
  async function take(sessionId: string, line: Line): Promise<void> {
    await hold.take(sessionId);
    line.isHeld = true;
  }

  async function leave(sessionId: string, line: Line, atOnce: boolean): Promise<void> {
    try {
      if (line.length > 1 || !line.isHeld) return;
      line.isHeld = false;
      const released = hold.release(sessionId);
      if (atOnce) released.catch(hold.onFailure);
      else await released;
    } finally {
      line.length -= 1;
      if (line.length === 0) lines.delete(sessionId);
    }
  }

  async function enterPlace(line: Line, signal: AbortSignal): Promise<() => void> {
    line.isWaiting = true;
    try {
      return await places.enter(signal);
    } finally {
      line.isWaiting = false;
    }
  }

  return {
    isBusy: (sessionId) => lines.has(sessionId),
    isWaiting: (sessionId) => lines.get(sessionId)?.isWaiting === true,
    busy: () => [...lines.keys()],
    async run(sessionId, { signal, isNested = false, leavesAtOnce = false }, work) {
      const line = lines.get(sessionId) ?? { queue: createFairQueue(ONE), length: 0, isHeld: false, isWaiting: false };
      lines.set(sessionId, line);
      line.length += 1;
      try {
        // First the session's own line, then a place: many turns of one session never keep the others out.
        using _turn = released(await line.queue.enter(signal));
        await take(sessionId, line);
        using _place = isNested ? undefined : released(await enterPlace(line, signal));
        return await work();
      } finally {
        await leave(sessionId, line, leavesAtOnce);
      }
    },
  };
}

const ONE = () => 1;

function released(release: () => void): Disposable {
  return { [Symbol.dispose]: release };
}
