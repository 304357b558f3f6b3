import { create } from 'zustand';

/** How far the window's start has come. */
export type StartPhase =
  /** What was open is being brought back. */
  | { readonly is: 'starting' }
  | { readonly is: 'ready' }
  /** The host does not let this page in: there is nothing to show but why, and what to do. */
  | { readonly is: 'refused'; readonly reason: string };

export const startPhase = create<StartPhase>()(() => ({ is: 'starting' }));
