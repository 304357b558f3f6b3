import { create } from 'zustand';
import type { Checkpoint } from '../../../shared/session/session';

/** A session that was just taken to another point. */
export type Restoration = {
  readonly how: 'restored' | 'branched';
  /** The point's name. */
  readonly label: string;
  readonly headId: string | null;
  /** What takes it back: the automatic checkpoint of the point left. */
  readonly undo: { readonly checkpointId: string; readonly files: boolean };
};

type Restorations = {
  readonly bySession: { readonly [sessionId: string]: Restoration };
  /** By session: where it stood when its bar was dismissed. */
  readonly dismissed: { readonly [sessionId: string]: string | null };
};

/** What was done last in each timeline, so that it can be taken back where one looks. */
export const restorations = create<Restorations>()(() => ({ bySession: {}, dismissed: {} }));

export function noteRestored(sessionId: string, restoration: Restoration): void {
  restorations.setState(({ bySession, dismissed: { [sessionId]: _again, ...dismissed } }) => ({
    bySession: { ...bySession, [sessionId]: restoration },
    dismissed,
  }));
}

export function forgetRestored(sessionId: string): void {
  restorations.setState(({ bySession: { [sessionId]: _gone, ...bySession } }) => ({ bySession }));
}

/** Nothing more is said until the session stands somewhere else. */
export function dismissRestored(sessionId: string, headId: string | null): void {
  forgetRestored(sessionId);
  restorations.setState(({ dismissed }) => ({ dismissed: { ...dismissed, [sessionId]: headId } }));
}

/** The automatic checkpoint of the point that a branch left: it is stored with the branch, right before it. */
export function pointLeft(branch: Checkpoint, checkpoints: readonly Checkpoint[]): Checkpoint | undefined {
  const before = checkpoints[checkpoints.findIndex(({ id }) => id === branch.id) - 1];
  return before?.automatic ? before : undefined;
}
