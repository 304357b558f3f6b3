import { create } from 'zustand';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';

type RestoredSteps = { readonly labels: { readonly [sessionId: string]: string } };

/** Sessions of steps that were taken back to another point, by the point's name: what depends on them has not heard of it yet. */
export const restoredSteps = create<RestoredSteps>()(() => ({ labels: {} }));

export function noteRestored({ id, metadata }: Pick<SessionDetail, 'id' | 'metadata'>, label: string): void {
  if (metadata.runId === undefined || metadata.stepId === undefined) return;
  restoredSteps.setState(({ labels }) => ({ labels: { ...labels, [id]: label } }));
}

export function forgetRestored(sessionId: string): void {
  restoredSteps.setState(({ labels: { [sessionId]: _gone, ...labels } }) => ({ labels }));
}
