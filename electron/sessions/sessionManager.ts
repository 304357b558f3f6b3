import { AppError } from '../../shared/lib/appError';
import { NO_USAGE } from '../../shared/run/usage';
import {
  type Session,
  type SessionMetadata,
  type SessionSettings,
  type SessionStateName,
  sessionState,
} from '../../shared/session/session';
import { createRestoreSettler } from './abandonedRestores';
import { type Checkpoints, createCheckpoints } from './checkpoints';
import { NO_FILES } from './noFiles';
import { createPoints, type Points } from './points';
import type { FileStore, Tool } from './ports';
import {
  closeIdleSessions,
  countSessions,
  evictSessions,
  type PruneFilter,
  prunableSessions,
  pruneSessions,
  type SessionStats,
} from './sessionCleanup';
import { checkedLimits, createEvictor, SESSION_MANAGER_DEFAULTS, type SessionManagerOptions } from './sessionLimits';
import { findSession } from './transcript';
import type { TurnObserver } from './turnFacts';
import { watchTurnFiles } from './turnFiles';
import { runTurn, type TurnPorts } from './turnLoop';
import type { TurnOutcome } from './turnOutcome';
import { createTurnQueue } from './turnQueue';
import { createUndoableDeletion, type UndoableDeletion } from './undoableDeletion';

export { SESSION_MANAGER_DEFAULTS, type SessionManagerOptions };

export type SessionManagerPorts = TurnPorts & {
  /** Calls `work` every `ms()` milliseconds, as that is by then, without keeping the process alive, until the returned function is called. */
  readonly every: (ms: () => number, work: () => void) => () => void;
  /** Keeps the files of checkpoints; without it checkpoints carry none. */
  readonly files?: FileStore;
};

export type NewSession = {
  readonly id?: string;
  readonly title: string;
  readonly settings: SessionSettings;
  readonly metadata?: SessionMetadata;
  /** It is for a step of this run: refused with `CONFLICT` where this process does not run that, or not any more. */
  readonly duringRun?: string;
};

export type SendOptions = {
  readonly signal?: AbortSignal;
  readonly observer?: TurnObserver;
  /** Replaces settings of the session for this turn only. */
  readonly settings?: Partial<Omit<SessionSettings, 'workDir'>>;
  /** Where the session works from this turn on. */
  readonly workDir?: string;
  readonly tools?: readonly Tool[];
  /** The turn belongs to a tool call of another turn, which waits for it: it takes no place of `maxConcurrentActive`. */
  readonly isNested?: boolean;
  /** Resolve when all of the turn is durable, but perhaps not that the session is let go of, which is so before whatever is written next. */
  readonly leavesAtOnce?: boolean;
  /** Nothing of the turn happens before this resolves; when it rejects, so does the turn. */
  readonly after?: Promise<void>;
  /** The prompt is stored: from here on it is in the conversation, however the turn ends. */
  readonly onStored?: () => void;
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
  /** Its turn waits for one of the `maxConcurrentActive` places. */
  isWaiting(id: string): boolean;
  stateOf(session: Session): SessionStateName;
  stats(): SessionStats;
  closeIdle(): Promise<number>;
  /** The ids of what `prune` would delete, last used first. */
  prunable(filter: PruneFilter): readonly string[];
  /** For good. */
  prune(filter: PruneFilter): Promise<number>;
  /** `BUSY` when a turn of one of them runs. For good. */
  delete(ids: readonly string[]): Promise<number>;
  /** The same, but for an hour it can be taken back. */
  readonly undoable: Pick<UndoableDeletion, 'delete' | 'undelete'> & {
    prune(filter: PruneFilter): ReturnType<UndoableDeletion['delete']>;
  };
  rename(id: string, title: string): Promise<void>;
  readonly checkpoints: Checkpoints;
  readonly points: Points;
  /** Ends the periodic cleanup. */
  close(): void;
};

/** `options` may be a function, read whenever a limit is applied. */
export function createSessionManager(
  ports: SessionManagerPorts,
  options: Partial<SessionManagerOptions> | (() => Partial<SessionManagerOptions>) = {},
): SessionManager {
  const limits = () => checkedLimits(typeof options === 'function' ? options() : options);
  limits(); // a limit that is none is refused here, not at its first use
  const { store, clock, ids, log, files = NO_FILES } = ports;
  const now = () => new Date(clock.now()).toISOString();
  const isBusy = (id: string) => turns.isBusy(id);
  const { settle } = createRestoreSettler({ store, files, ids, log, now }, isBusy);
  const turns = createTurnQueue(() => limits().maxConcurrentActive, {
    async take(id) {
      await settle(id);
      await store.claim(id, now());
    },
    release: (id) => store.release(id, now()),
    onFailure: (error) => log.warn('A session could not be let go of', error),
  });
  const cleanup = { store, clock, idleTimeoutMs: () => limits().idleTimeoutMs, isBusy };
  const evictor = createEvictor(
    () => evictSessions(cleanup, limits().maxSessions),
    () => limits().maxSessions,
  );
  const undoable = createUndoableDeletion(store, clock, ids);
  const logFailure = (error: unknown) => log.error('Old sessions could not be deleted', error);
  undoable.purge().catch(logFailure);
  const stopCleanup = ports.every(
    () => limits().cleanupIntervalMs,
    () => {
      Promise.all([evictor.sweep(), undoable.purge()]).catch(logFailure);
    },
  );
  const busySessions = () => [...turns.busy(), ...store.claimedElsewhere()];

  function refuseBusy(sessionIds: readonly string[]): void {
    const busy = sessionIds.find(isBusy);
    if (busy !== undefined) throw new AppError('BUSY', `A turn of session ${busy} is running. Stop it or wait until it is done.`);
  }

  const stopSettling = ports.every(
    () => SETTLE_EVERY_MS,
    () => void settle().catch((error: unknown) => log.error('Restores of files could not be looked for', error)),
  );

  const checkpoints = createCheckpoints({
    store,
    clock,
    ids,
    files,
    log,
    busySessions,
    settle,
    async whileQuiet(sessionId, work) {
      refuseBusy([sessionId]);
      return turns.run(sessionId, AT_ONCE, work);
    },
  });

  function takeTurn(id: string, input: string | null, options: SendOptions): Promise<TurnOutcome> {
    const { signal = NEVER, isNested, leavesAtOnce, after, tools: extraTools, ...rest } = options;
    return turns.run(id, { signal, isNested, leavesAtOnce }, async () => {
      await after;
      const watched = watchTurnFiles({ store, files, log, busySessions }, id, now());
      try {
        return await runTurn(ports, { sessionId: id, input, extraTools, beforeChange: watched.beforeChange, ...rest }, signal);
      } finally {
        await watched.end();
      }
    });
  }

  return {
    async create({ id = ids.next('session'), title, settings, metadata = {}, duringRun }) {
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
      await store.create(session, duringRun);
      await evictor.added().catch(logFailure); // the session is made, and the next one tries again
      return session;
    },
    resume: (id) => findSession(store, id),
    send: (id, input, sendOptions = {}) => takeTurn(id, input, sendOptions),
    continueTurn: (id, sendOptions = {}) => takeTurn(id, null, sendOptions),
    async restart(id, settings) {
      refuseBusy([id]);
      await turns.run(id, AT_ONCE, () => store.moveHead(id, { headId: null, settings }));
    },
    isBusy,
    isWaiting: turns.isWaiting,
    stateOf(session) {
      const isUsed = isBusy(session.id) || store.claimedElsewhere().has(session.id);
      return isUsed ? 'active' : sessionState(session, clock.now(), limits().idleTimeoutMs);
    },
    stats: () => countSessions(cleanup),
    closeIdle: () => closeIdleSessions(cleanup),
    prunable: (filter) => prunableSessions(cleanup, filter).map(({ id }) => id),
    prune: (filter) => pruneSessions(cleanup, filter),
    async delete(sessionIds) {
      refuseBusy(sessionIds);
      return store.delete(sessionIds);
    },
    undoable: {
      async delete(sessionIds) {
        refuseBusy(sessionIds);
        return undoable.delete(sessionIds);
      },
      prune: async (filter) => undoable.deleteUnused(prunableSessions(cleanup, filter)),
      undelete: undoable.undelete,
    },
    rename: (id, title) => store.update(findSession(store, id).id, { title }),
    checkpoints,
    points: createPoints({ store, files, log, settle }),
    close() {
      stopCleanup();
      stopSettling();
    },
  };
}

/** How soon a process that lives ends the restores of one that died. */
const SETTLE_EVERY_MS = 10_000;
const NEVER = new AbortController().signal;
/** For what is no turn and takes no place. */
const AT_ONCE = { signal: NEVER, isNested: true } as const;
