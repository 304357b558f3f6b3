import type { SessionSummary } from '../../../shared/ipc/contract/sessions';

/** What is loaded of a long list of sessions, page by page. */
export type SessionPages = {
  /** How many there are in all; `undefined` before the first answer. */
  readonly total: number | undefined;
  readonly lists: ReadonlyMap<number, readonly SessionSummary[]>;
};

export const PAGE_SIZE = 100;

export const NO_PAGES: SessionPages = { total: undefined, lists: new Map() };

export function pageAt(index: number): number {
  return Math.floor(index / PAGE_SIZE);
}

/** The pages with the places from `first` to `last`. */
export function pagesBetween(first: number, last: number): readonly number[] {
  return Array.from({ length: pageAt(last) - pageAt(first) + 1 }, (_, index) => pageAt(first) + index);
}

export function sessionAt({ lists }: SessionPages, index: number): SessionSummary | undefined {
  return lists.get(pageAt(index))?.[index % PAGE_SIZE];
}

type Answer = { readonly sessions: readonly SessionSummary[]; readonly total: number };

export function withPage({ lists }: SessionPages, page: number, { sessions, total }: Answer): SessionPages {
  return { total, lists: new Map(lists).set(page, sessions) };
}
