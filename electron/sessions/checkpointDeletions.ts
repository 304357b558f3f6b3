import { AppError } from '../../shared/lib/appError';
import type { Clock, Ids } from '../engine/ports';
import type { SessionStore } from './ports';
import { findSession } from './transcript';
import { UNDO_MS } from './undoableDeletion';

/** Deleted checkpoints that can be taken back for an hour, as long as the program runs. */
export type CheckpointDeletions = {
  /** Answers what names the deletion. `NOT_FOUND` when the session has no such checkpoint. */
  delete(sessionId: string, checkpointId: string): Promise<string>;
  undelete(deletion: string): Promise<void>;
};

type Deleted = { readonly sessionId: string; readonly at: number; readonly bringBack: () => Promise<void> };

export function createCheckpointDeletions(
  store: Pick<SessionStore, 'get' | 'deleteCheckpoint'>,
  clock: Pick<Clock, 'now'>,
  ids: Ids,
): CheckpointDeletions {
  const deletions = new Map<string, Deleted>();

  function forgetOld(): void {
    for (const [deletion, { at }] of deletions) if (at < clock.now() - UNDO_MS) deletions.delete(deletion);
  }

  return {
    async delete(sessionId, checkpointId) {
      const bringBack = await store.deleteCheckpoint(findSession(store, sessionId).id, checkpointId);
      if (!bringBack) throw noSuchCheckpoint(sessionId, checkpointId);
      forgetOld();
      const deletion = ids.next('request');
      deletions.set(deletion, { sessionId, at: clock.now(), bringBack });
      return deletion;
    },
    async undelete(deletion) {
      forgetOld();
      const deleted = deletions.get(deletion);
      if (!deleted) throw new AppError('NOT_FOUND', 'This checkpoint is gone for good: a deletion can be taken back for an hour.');
      findSession(store, deleted.sessionId);
      deletions.delete(deletion);
      await deleted.bringBack();
    },
  };
}

export function noSuchCheckpoint(sessionId: string, checkpointId: string): AppError {
  return new AppError('NOT_FOUND', `Session ${sessionId} has no checkpoint ${checkpointId}. List its checkpoints to see what there is.`);
}
