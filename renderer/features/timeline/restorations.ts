import { create } from 'zustand';

/** A session that was just taken to another point. */
export type Restoration = {
  readonly how: 'restored' | 'branched';
  /** The point's name. */
  readonly label: string;
  readonly headId: string | null;
  /** What takes it back: the automatic checkpoint of the point left, where one is known. */
  readonly undo?: { readonly checkpointId: string; readonly files: boolean };
};

type Restorations = { readonly bySession: { readonly [sessionId: string]: Restoration } };

/** What was done last in each timeline, so that it can be taken back or followed up where one looks. */
export const restorations = create<Restorations>()(() => ({ bySession: {} }));

export function noteRestored(sessionId: string, restoration: Restoration): void {
  restorations.setState(({ bySession }) => ({ bySession: { ...bySession, [sessionId]: restoration } }));
}

export function forgetRestored(sessionId: string): void {
  restorations.setState(({ bySession: { [sessionId]: _gone, ...bySession } }) => ({ bySession }));
}
