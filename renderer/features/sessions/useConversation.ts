import { useCallback, useEffect, useRef, useState } from 'react';
import { type AppError, isAbort, isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { type ConversationWindow, emptyWindow, forgetFar, missingPages, moveLeaf, PAGE, seam, withMessages } from './conversationWindow';

export type Conversation = {
  readonly window: ConversationWindow;
  readonly error: AppError | undefined;
  /** Asks anew for what could not be loaded. */
  reload(): void;
  /** Has the messages of these depths loaded. Cheap when they are. */
  want(first: number, last: number): void;
};

/** A conversation of any length, loaded where it is looked at. When its leaf moves, what both have in common stays. */
export function useConversation(sessionId: string, leafId: string | null, count: number): Conversation {
  const client = useClient();
  const [window, setWindow] = useState(() => emptyWindow(leafId, count));
  const [error, setError] = useState<AppError>();
  const [attempt, setAttempt] = useState(0);
  const current = useRef(window);
  const asked = useRef(new Set<string>());
  const inSight = useRef({ first: 1, last: 1 });
  const show = useCallback((next: ConversationWindow) => {
    current.current = next;
    setWindow(next);
  }, []);
  const fail = useCallback((reason: unknown) => {
    if (!isAbort(reason) && isAppError(reason)) setError(reason);
  }, []);

  useEffect(() => {
    const before = current.current;
    if (before.leafId === leafId) return;
    const from = seam(before, count);
    if (leafId === null || from === 0) return show(emptyWindow(leafId, count));
    const leaving = new AbortController();
    client.sessions.conversation({ id: sessionId, leafId, from, limit: PAGE }, leaving.signal).then((read) => {
      if (!leaving.signal.aborted) show(moveLeaf(current.current, leafId, count, read));
    }, fail);
    return () => leaving.abort();
  }, [client, sessionId, leafId, count, show, fail, attempt]);

  const want = useCallback(
    (first: number, last: number) => {
      inSight.current = { first, last };
      const { leafId: leaf } = current.current;
      if (leaf === null) return;
      for (const from of missingPages(current.current, first, last)) {
        const key = `${leaf}:${from}`;
        if (asked.current.has(key)) continue;
        asked.current.add(key);
        client.sessions
          .conversation({ id: sessionId, leafId: leaf, from, limit: PAGE })
          .then((read) => {
            const { leafId: leafNow } = current.current;
            const { first: top, last: bottom } = inSight.current;
            if (leafNow === leaf) show(forgetFar(withMessages(current.current, read), top, bottom));
          }, fail)
          .finally(() => asked.current.delete(key));
      }
    },
    [client, sessionId, show, fail],
  );
  const reload = useCallback(() => {
    setError(undefined); // what is in sight asks for itself
    setAttempt((before) => before + 1);
  }, []);
  return { window, error, want, reload };
}
