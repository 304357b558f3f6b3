import type { RunSummary } from '../../shared/ipc/contract/runs';
import type { HostServices } from '../ipc/hostServices';
import { readStoredRun, type StoredRun } from './storedRun';

/** A run that a step of another run started, by itself or through an agent. */
export type StoredChildRun = StoredRun & { readonly stepId: string; readonly children: readonly StoredChildRun[] };

type Services = Pick<HostServices, 'runs' | 'sessions'>;

/** What the steps of a run started, in the order of the steps' first attempts, each with what its own steps started. */
export function readChildRuns(services: Services, parentId: string): readonly StoredChildRun[] {
  if (services.runs.startedWithin(parentId).runs === 0) return [];
  const { events } = readStoredRun(services, parentId);
  // An attempt may have a session of its own, and what an earlier one started belongs to the step, too.
  const stepOf = new Map(events.flatMap((event) => (event.type === 'step.start' ? [[event.sessionId, event.stepId] as const] : [])));
  return [...stepOf].flatMap(([sessionId, stepId]) =>
    startedRuns(services, sessionId).map(({ runId }) => ({
      ...readStoredRun(services, runId),
      stepId,
      children: readChildRuns(services, runId),
    })),
  );
}

function startedRuns(services: Services, sessionId: string): readonly RunSummary[] {
  const ofAgents = services.sessions.startedBy(sessionId).flatMap(({ id }) => startedRuns(services, id));
  return [...services.runs.children(sessionId), ...ofAgents];
}
