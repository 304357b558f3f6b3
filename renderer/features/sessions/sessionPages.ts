import type { SessionMatch, SessionSummary } from '../../../shared/ipc/contract/sessions';

/** What is loaded of a long list of sessions, page by page. */
export type SessionPages = {
  /** The words searched for. */
  readonly search: string;
  /** How many there are in all; `undefined` before the first answer. */
  readonly total: number | undefined;
  readonly lists: ReadonlyMap<number, readonly ListedSession[]>;
};

export type ListedSession =
  /** A session, and where the search found its words in it. */
  | { readonly session: SessionSummary; readonly match: SessionMatch | undefined; readonly damagedId?: undefined }
  | { readonly session?: undefined; readonly match?: undefined; readonly damagedId: string };

export const PAGE_SIZE = 50;

export const NO_PAGES: SessionPages = noPages('');

export function noPages(search: string): SessionPages {
  return { search, total: undefined, lists: new Map() };
}

export function pageAt(index: number): number {
  return Math.floor(index / PAGE_SIZE);
}

/** The pages with the places from `first` to `last`. */
export function pagesBetween(first: number, last: number): readonly number[] {
  return Array.from({ length: pageAt(last) - pageAt(first) + 1 }, (_, index) => pageAt(first) + index);
}

export function sessionAt({ lists }: SessionPages, index: number): ListedSession | undefined {
  return lists.get(pageAt(index))?.[index % PAGE_SIZE];
}

type Answer = {
  readonly sessions: readonly SessionSummary[];
  readonly damaged: readonly string[];
  readonly total: number;
  readonly matches: readonly SessionMatch[];
};

/** Damaged sessions take their places at the end of the page. */
export function withPage(pages: SessionPages, page: number, { sessions, damaged, total, matches }: Answer): SessionPages {
  const matchOf = new Map(matches.map((match) => [match.sessionId, match]));
  const readable = sessions.map((session) => ({ session, match: matchOf.get(session.id) }));
  const list = [...readable, ...damaged.map((damagedId) => ({ damagedId }))];
  return { ...pages, total, lists: new Map(pages.lists).set(page, list) };
}

/** The pages kept around those that are looked at; what is farther away is asked for again when one comes there. */
const KEPT_PAGES = 5;

/** Without what is far from the places `first` to `last`, so that memory does not grow with the way scrolled. The beginning stays: one key goes there. */
export function forgetFarPages(pages: SessionPages, first: number, last: number): SessionPages {
  const isNear = (page: number) => page === 0 || (page >= pageAt(first) - KEPT_PAGES && page <= pageAt(last) + KEPT_PAGES);
  if ([...pages.lists.keys()].every(isNear)) return pages;
  return { ...pages, lists: new Map([...pages.lists].filter(([page]) => isNear(page))) };
}
