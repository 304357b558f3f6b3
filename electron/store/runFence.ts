import type { StoreContext } from './storeContext';
import { lostRun } from './storeError';

/** Throws `CONFLICT` unless this process runs the run; nothing where there is none. Inside a write only. */
export type RunFence = (runId: string | undefined) => void;

export function createRunFence({ db, owner }: Pick<StoreContext, 'db' | 'owner'>): RunFence {
  const ours = db.prepare<[string, string]>("SELECT 1 FROM runs WHERE id = ? AND status = 'running' AND owner = ?");
  return (runId) => {
    if (runId !== undefined && ours.get(runId, owner) === undefined) throw lostRun(runId);
  };
}
