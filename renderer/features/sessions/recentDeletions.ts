import { create } from 'zustand';
import type { Deletion } from '../../../shared/ipc/contract/sessions';

/** What was deleted together and can be brought back, also after a reload of the window. */
export type RecentDeletion = Pick<Deletion, 'deletion'> & {
  /** Named as people would: `“Ports”`, `12 sessions`. */
  readonly what: string;
  readonly at: number;
};

const KEY = 'stepgraph.sessions.deleted';
/** For so long the host can bring it back. */
const HOUR_MS = 60 * 60_000;
const MOST = 50;

export const recentDeletions = create<{ readonly newestFirst: readonly RecentDeletion[] }>()(() => ({ newestFirst: remembered() }));

export function rememberDeletion(deletion: RecentDeletion): void {
  keep([deletion, ...undoable(recentDeletions.getState().newestFirst, deletion.at)].slice(0, MOST));
}

/** Once it is brought back, or gone for good. */
export function forgetDeletion(deletion: string): void {
  keep(recentDeletions.getState().newestFirst.filter((other) => other.deletion !== deletion));
}

/** Those that are not too old by now. */
export function undoable(deletions: readonly RecentDeletion[], now: number): readonly RecentDeletion[] {
  return deletions.filter(({ at }) => now - at < HOUR_MS);
}

function keep(newestFirst: readonly RecentDeletion[]): void {
  recentDeletions.setState({ newestFirst });
  localStorage.setItem(KEY, JSON.stringify(newestFirst));
}

function remembered(): readonly RecentDeletion[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.filter(isDeletion) : [];
  } catch {
    return []; // a window without storage, or another's leavings
  }
}

function isDeletion(value: unknown): value is RecentDeletion {
  const { deletion, what, at } = Object(value);
  return typeof deletion === 'string' && typeof what === 'string' && typeof at === 'number';
}
