import type { RunEvent } from '../../../shared/run/events';
import type { RunState } from '../../../shared/run/state';

/** Shows a run while it goes on. `state` is the run after the events; both belong to the caller. */
export type StepProgress = {
  update(state: RunState, events: readonly RunEvent[]): void;
  /** Says something beside the steps. */
  note(line: string): void;
  /** The run is over or no longer followed: leaves the screen as a person would want to find it. */
  end(state: RunState): void;
};
