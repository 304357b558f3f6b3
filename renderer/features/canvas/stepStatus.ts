import type { StepState } from '../../../shared/run/state';
import type { StatusName } from '../../ui/StatusMark';

/** What a card says about its step: `idle` while no run is shown. */
export function stepStatus(run: StepState | undefined): StatusName {
  return run?.status ?? 'idle';
}

/** Whether the step is at work right now and its card should show it live. */
export function isLive(run: StepState | undefined): boolean {
  return run?.status === 'running' || run?.status === 'waiting';
}
