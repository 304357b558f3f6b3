import { useCallback, useEffect, useRef, useState } from 'react';
import { type AppError, isAbort, isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { keepAsking } from '../../host/keepAsking';
import {
  forgetFarPages,
  type ListedSession,
  NO_PAGES,
  noPages,
  PAGE_SIZE,
  pagesBetween,
  type SessionPages,
  sessionAt,
  withPage,
} from './sessionPages';
import type { SessionFilters } from './sessionsStore';

export type ListedSessions = {
  /** `undefined` before the first answer. */
  readonly total: number | undefined;
  /** The words that were searched for: those one types are not answered yet. */
  readonly search: string;
  /** The session in this place, once it is loaded. */
  at(index: number): ListedSession | undefined;
  /** Has these places loaded and kept current. */
  show(first: number, last: number): void;
  readonly error: AppError | undefined;
  /** Asks anew. */
  reload(): void;
};

/** The sessions that pass the filters, last used first, in pages: only those in sight are asked for, again at each change. */
export function useSessionPages({ search, state, workflow, model }: SessionFilters): ListedSessions {
  const client = useClient();
  const [pages, setPages] = useState<SessionPages>(NO_PAGES);
  const [error, setError] = useState<AppError>();
  const [attempt, setAttempt] = useState(0);
  const shown = useRef({ first: 0, last: 0 });
  const loadMissing = useRef(() => {});

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const asked = new Set<number>();
    const words = search.trim();
    let current = noPages(words);
    const filter = { search: words, ...(state && { state }), ...(workflow && { workflow }), ...(model && { model }) };
    const ask = (page: number) => client.sessions.list({ ...filter, offset: page * PAGE_SIZE, limit: PAGE_SIZE }, signal);
    const put = (next: SessionPages) => {
      if (signal.aborted) return;
      current = forgetFarPages(next, shown.current.first, shown.current.last);
      setPages(current);
      setError(undefined);
    };
    const fail = (reason: unknown) => {
      if (!signal.aborted && !isAbort(reason) && isAppError(reason)) setError(reason);
    };
    loadMissing.current = () => {
      if (current.total === undefined) return; // the first answer is under way
      const missing = pagesBetween(shown.current.first, shown.current.last).filter((page) => !current.lists.has(page) && !asked.has(page));
      for (const page of missing) {
        asked.add(page);
        ask(page)
          .then((answer) => put(withPage(current, page, answer)), fail)
          .finally(() => asked.delete(page));
      }
    };
    const askInSight = async () => {
      let next = noPages(words);
      for (const page of pagesBetween(shown.current.first, shown.current.last)) next = withPage(next, page, await ask(page));
      return next;
    };
    void keepAsking(askInSight, client.sessions.changes({}, signal), {
      answer(next) {
        put(next);
        loadMissing.current(); // what came into sight meanwhile
      },
      fail,
    });
    return () => leaving.abort();
  }, [client, search, state, workflow, model, attempt]);

  const show = useCallback((first: number, last: number) => {
    shown.current = { first, last };
    loadMissing.current();
  }, []);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  const at = useCallback((index: number) => sessionAt(pages, index), [pages]);
  return { search: pages.search, total: pages.total, error, show, reload, at };
}
