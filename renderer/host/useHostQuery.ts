import { type DependencyList, useCallback, useEffect, useState } from 'react';
import type { StepgraphClient } from '../../shared/ipc/contract';
import { AppError, isAbort, isAppError } from '../../shared/lib/appError';
import { useClient } from './HostProvider';
import { keepAsking } from './keepAsking';

export type HostQuery<T> = {
  /** The newest answer for these dependencies; `undefined` before the first. */
  readonly data: T | undefined;
  /** Why there is no newer answer. The next change is listened to all the same, and `reload` asks at once. */
  readonly error: AppError | undefined;
  readonly isLoading: boolean;
  reload(): void;
};

type Ask<T> = (client: StepgraphClient, signal: AbortSignal) => Promise<T>;
type Changes = (client: StepgraphClient, signal: AbortSignal) => AsyncIterable<unknown>;

/**
 * Asks the host, again when `dependencies` change, when `reload` is called and, with `changes`, at each of its items (such a stream yields at once).
 * `useHostQuery((client, signal) => client.workflows.list({}, signal), [], (client, signal) => client.workflows.changes({}, signal))`
 */
export function useHostQuery<T>(ask: Ask<T>, dependencies: DependencyList, changes?: Changes): HostQuery<T> {
  const client = useClient();
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Omit<HostQuery<T>, 'reload'>>(NOTHING_YET);
  useEffect(() => () => setAnswer(NOTHING_YET), [client, ...dependencies]);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    void keepAsking(() => ask(client, signal), changes?.(client, signal), {
      answer(data) {
        if (!signal.aborted) setAnswer({ data, error: undefined, isLoading: false });
      },
      fail(error) {
        if (!signal.aborted && !isAbort(error)) setAnswer((before) => ({ ...before, error: asAppError(error), isLoading: false }));
      },
    });
    return () => leaving.abort();
  }, [client, attempt, ...dependencies]);
  return { ...answer, reload: useCallback(() => setAttempt((count) => count + 1), []) };
}

const NOTHING_YET = { data: undefined, error: undefined, isLoading: true };

function asAppError(error: unknown): AppError {
  return isAppError(error)
    ? error
    : new AppError('INTERNAL', 'Something went wrong in this window. Reload it.', undefined, { cause: error });
}
