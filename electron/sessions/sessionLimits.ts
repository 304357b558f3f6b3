import { AppError } from '../../shared/lib/appError';

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

/** The defaults with what is given in their place; `INVALID_INPUT` for anything but whole numbers above 0, and for limits there are not. */
export function checkedLimits(given: Partial<SessionManagerOptions>): SessionManagerOptions {
  const limits = { ...SESSION_MANAGER_DEFAULTS, ...given };
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(SESSION_MANAGER_DEFAULTS, name)) {
      const known = Object.keys(SESSION_MANAGER_DEFAULTS).join(', ');
      throw new AppError('INVALID_INPUT', `sessionManager.${name} is no limit there is. There are ${known}.`);
    }
    if (!Number.isSafeInteger(value) || value < 1)
      throw new AppError('INVALID_INPUT', `sessionManager.${name} must be a whole number above 0, not ${value}.`);
  }
  return limits;
}

export type Evictor = {
  sweep(): Promise<void>;
  /** To be told of each new session. */
  added(): Promise<void>;
};

/** Keeps count, so that making a session does not read them all; beyond the limit it sweeps in batches of a hundredth. */
export function createEvictor(evict: () => Promise<number>, maxSessions: () => number): Evictor {
  let remaining: number | undefined;
  let nextSweepAt = 0;
  async function sweep(): Promise<void> {
    remaining = await evict();
    const most = maxSessions();
    nextSweepAt = Math.max(most, remaining) + Math.max(1, Math.floor(most / 100));
  }
  return {
    sweep,
    async added(): Promise<void> {
      if (remaining !== undefined) remaining += 1;
      if (remaining === undefined || remaining >= nextSweepAt) await sweep();
    },
  };
}
