import type { RunEvent } from '../../../shared/run/events';
import type { RunState } from '../../../shared/run/state';

/** Where a run comes from: the session of the step that started it, and how many runs are above it. */
export type ChildPlace = { readonly sessionId: string; readonly depth: number };

/** Shows a run while it goes on. `state` is the run after the events; both belong to the caller. */
export type StepProgress = {
  update(state: RunState, events: readonly RunEvent[]): void;
  /** The same of a run that a step of it, or of another such run, started. */
  updateChild(place: ChildPlace, state: RunState, events: readonly RunEvent[]): void;
  /** Says something beside the steps. */
  note(line: string): void;
  /** The run is over or no longer followed: leaves the screen as a person would want to find it. */
  end(state: RunState): void;
};
