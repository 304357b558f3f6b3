import { AppError } from '../../shared/lib/appError';
import { NO_USAGE } from '../../shared/run/usage';
import {
  type Session,
  type SessionMetadata,
  type SessionSettings,
  type SessionStateName,
  sessionState,
} from '../../shared/session/session';
import { type Checkpoints, createCheckpoints } from './checkpoints';
import type { Tool } from './ports';
import {
  closeIdleSessions,
  countSessions,
  evictSessions,
  type PruneFilter,
  prunableSessions,
  pruneSessions,
  type SessionStats,
} from './sessionCleanup';
import { findSession } from './transcript';
import type { TurnObserver } from './turnFacts';
import { runTurn, type TurnPorts } from './turnLoop';
import type { TurnOutcome } from './turnOutcome';
import { createTurnQueue } from './turnQueue';

/** Chapter 7, section 3.1. */
export type SessionManagerOptions = {
  /** Not used for so long, a session is idle. */
  readonly idleTimeoutMs: number;
  readonly maxSessions: number;
  readonly maxConcurrentActive: number;
  readonly cleanupIntervalMs: number;
};

export const SESSION_MANAGER_DEFAULTS: SessionManagerOptions = {
  idleTimeoutMs: 30 * 60_000,
  maxSessions: 100,
  maxConcurrentActive: 10,
  cleanupIntervalMs: 5 * 60_000,
};

export type SessionManagerPorts = TurnPorts & {
  /** Calls `work` every `ms` milliseconds, without keeping the process alive, until the returned function is called. */
  readonly every: (ms: number, work: () => void) => () => void;
};

export type NewSession = {
  readonly id?: string;
  readonly title: string;
  readonly settings: SessionSettings;
  readonly metadata?: SessionMetadata;
};

export type SendOptions = {
  readonly signal?: AbortSignal;
  readonly observer?: TurnObserver;
  /** Replaces settings of the session for this turn only. */
  readonly settings?: Partial<SessionSettings>;
  readonly tools?: readonly Tool[];
  /** The turn belongs to a tool call of another turn, which waits for it: it takes no place of `maxConcurrentActive`. */
  readonly isNested?: boolean;
};

export type SessionManager = {
  create(session: NewSession): Promise<Session>;
  /** The session, to be continued; `NOT_FOUND` when there is none. */
  resume(id: string): Session;
  /** One turn. Turns of one session run in the order of the calls; those of different sessions side by side. */
  send(id: string, input: string, options?: SendOptions): Promise<TurnOutcome>;
  /** Ends a turn that was cut off; the outcome of the last one when nothing was. */
  continueTurn(id: string, options?: SendOptions): Promise<TurnOutcome>;
  /** Begins the conversation anew in the same session; what was said stays reachable in its tree. */
  restart(id: string, settings: SessionSettings): Promise<void>;
  isBusy(id: string): boolean;
  stateOf(session: Session): SessionStateName;
  stats(): SessionStats;
  closeIdle(): Promise<number>;
  prunable(filter: PruneFilter): Session[];
  prune(filter: PruneFilter): Promise<number>;
  /** `BUSY` when a turn of one of them runs. */
  delete(ids: readonly string[]): Promise<number>;
  readonly checkpoints: Checkpoints;
  /** Ends the periodic cleanup. */
  close(): void;
};

export function createSessionManager(ports: SessionManagerPorts, options: Partial<SessionManagerOptions> = {}): SessionManager {
  const limits = checkedOptions({ ...SESSION_MANAGER_DEFAULTS, ...options });
  const { store, clock, ids, log } = ports;
  const turns = createTurnQueue(limits.maxConcurrentActive);
  const { isBusy } = turns;
  const cleanup = { store, clock, idleTimeoutMs: limits.idleTimeoutMs, isBusy };
  const evictor = createEvictor(() => evictSessions(cleanup, limits.maxSessions), limits.maxSessions);
  const stopCleanup = ports.every(limits.cleanupIntervalMs, () => {
    evictor.sweep().catch((error: unknown) => log.error('Old sessions could not be deleted', error));
  });
  const now = () => new Date(clock.now()).toISOString();
  const touch = (id: string) => store.update(id, { lastActiveAt: now(), closedAt: null });

  function refuseBusy(sessionIds: readonly string[]): void {
    const busy = sessionIds.find(isBusy);
    if (busy !== undefined) throw new AppError('BUSY', `A turn of session ${busy} is running. Stop it or wait until it is done.`);
  }

  function takeTurn(id: string, input: string | null, { signal = NEVER, isNested, ...request }: SendOptions): Promise<TurnOutcome> {
    return turns.run(id, { signal, isNested }, async () => {
      findSession(store, id);
      const { tools: extraTools, ...rest } = request;
      // The touch and the first message share a commit; neither is left behind when the other fails.
      const touched = touch(id);
      const turn = runTurn(ports, { sessionId: id, input, extraTools, ...rest }, signal);
      await Promise.allSettled([touched, turn]);
      await touched;
      await touch(id);
      return turn;
    });
  }

  return {
    async create({ id = ids.next('session'), title, settings, metadata = {} }) {
      const at = now();
      const session: Session = {
        id,
        title,
        createdAt: at,
        lastActiveAt: at,
        closedAt: null,
        headId: null,
        messageCount: 0,
        settings,
        metadata,
        usage: NO_USAGE,
        costUsd: 0,
      };
      await store.create(session);
      await evictor.added();
      return session;
    },
    resume: (id) => findSession(store, id),
    send: (id, input, sendOptions = {}) => takeTurn(id, input, sendOptions),
    continueTurn: (id, sendOptions = {}) => takeTurn(id, null, sendOptions),
    async restart(id, settings) {
      refuseBusy([id]);
      await store.update(findSession(store, id).id, { headId: null, settings, lastActiveAt: now(), closedAt: null });
    },
    isBusy,
    stateOf: (session) => (isBusy(session.id) ? 'active' : sessionState(session, clock.now(), limits.idleTimeoutMs)),
    stats: () => countSessions(cleanup),
    closeIdle: () => closeIdleSessions(cleanup),
    prunable: (filter) => prunableSessions(cleanup, filter),
    prune: (filter) => pruneSessions(cleanup, filter),
    async delete(sessionIds) {
      refuseBusy(sessionIds);
      return store.delete(sessionIds);
    },
    checkpoints: createCheckpoints({
      store,
      clock,
      ids,
      async whileQuiet(sessionId, work) {
        refuseBusy([sessionId]);
        return turns.run(sessionId, { signal: NEVER, isNested: true }, work);
      },
    }),
    close: stopCleanup,
  };
}

const NEVER = new AbortController().signal;

/** Keeps count, so that making a session does not read them all; beyond the limit it sweeps in batches of a hundredth. */
function createEvictor(evict: () => Promise<number>, maxSessions: number) {
  let remaining: number | undefined;
  let nextSweepAt = 0;
  async function sweep(): Promise<void> {
    remaining = await evict();
    nextSweepAt = Math.max(maxSessions, remaining) + Math.max(1, Math.floor(maxSessions / 100));
  }
  return {
    sweep,
    async added(): Promise<void> {
      if (remaining !== undefined) remaining += 1;
      if (remaining === undefined || remaining >= nextSweepAt) await sweep();
    },
  };
}

function checkedOptions(options: SessionManagerOptions): SessionManagerOptions {
  for (const [name, value] of Object.entries(options)) {
    if (!Number.isInteger(value) || value < 1)
      throw new AppError('INVALID_INPUT', `sessionManager.${name} must be a whole number above 0, not ${value}.`);
  }
  return options;
}
