import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionSummary } from '../../../shared/ipc/contract/sessions';
import { type AppError, isAbort, isAppError } from '../../../shared/lib/appError';
import { useClient } from '../../host/HostProvider';
import { NO_PAGES, PAGE_SIZE, pagesBetween, type SessionPages, sessionAt, withPage } from './sessionPages';
import type { SessionFilters } from './sessionsStore';

export type ListedSessions = {
  /** `undefined` before the first answer. */
  readonly total: number | undefined;
  /** The session in this place, once it is loaded. */
  at(index: number): SessionSummary | undefined;
  /** Has these places loaded and kept current. */
  show(first: number, last: number): void;
  readonly error: AppError | undefined;
};

/** The sessions that pass the filters, last used first, in pages: only those in sight are asked for, again at each change. */
export function useSessionPages({ search, state, workflow, model }: SessionFilters): ListedSessions {
  const client = useClient();
  const [pages, setPages] = useState<SessionPages>(NO_PAGES);
  const [error, setError] = useState<AppError>();
  const shown = useRef({ first: 0, last: 0 });
  const loadMissing = useRef(() => {});

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const asked = new Set<number>();
    let current = NO_PAGES;
    const filter = { search: search.trim(), ...(state && { state }), ...(workflow && { workflow }), ...(model && { model }) };
    const ask = (page: number) => client.sessions.list({ ...filter, offset: page * PAGE_SIZE, limit: PAGE_SIZE }, signal);
    const put = (next: SessionPages) => {
      if (signal.aborted) return;
      current = next;
      setPages(next);
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
    const follow = async () => {
      for await (const _ of client.sessions.changes({}, signal)) {
        let next = NO_PAGES;
        for (const page of pagesBetween(shown.current.first, shown.current.last)) next = withPage(next, page, await ask(page));
        put(next);
        loadMissing.current(); // what came into sight meanwhile
      }
    };
    follow().catch(fail);
    return () => leaving.abort();
  }, [client, search, state, workflow, model]);

  const show = useCallback((first: number, last: number) => {
    shown.current = { first, last };
    loadMissing.current();
  }, []);
  return { total: pages.total, error, show, at: useCallback((index: number) => sessionAt(pages, index), [pages]) };
}
