import { AppError } from '../../shared/lib/appError';
import type { SendOptions, SessionManager } from '../sessions/sessionManager';

export type ClosableSessions = {
  readonly sessions: SessionManager;
  /** Ends every turn under way and begins none any more; resolves when all have stored what they had. */
  endTurns(): Promise<void>;
};

/** The same sessions, with a way to end whatever goes on in them. */
export function closableSessions(sessions: SessionManager): ClosableSessions {
  const closing = new AbortController();
  const turns = new Set<Promise<unknown>>();
  const endable = (options: SendOptions): SendOptions => ({
    ...options,
    signal: options.signal ? AbortSignal.any([options.signal, closing.signal]) : closing.signal,
  });
  function track<T>(turn: Promise<T>): Promise<T> {
    const forget = () => void turns.delete(turn);
    turns.add(turn);
    turn.then(forget, forget);
    return turn;
  }
  return {
    sessions: {
      ...sessions,
      send: (id, input, options = {}) => track(sessions.send(id, input, endable(options))),
      continueTurn: (id, options = {}) => track(sessions.continueTurn(id, endable(options))),
    },
    async endTurns() {
      closing.abort(new AppError('ABORTED', 'Stepgraph is closing.'));
      await Promise.allSettled(turns);
    },
  };
}
