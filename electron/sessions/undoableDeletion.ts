import { AppError } from '../../shared/lib/appError';
import type { Clock, Ids } from '../engine/ports';
import type { SeenSession, SessionStore } from './ports';

/** How long a deletion can be taken back. */
export const UNDO_MS = 60 * 60_000;

export type UndoableDeletion = {
  /** Hides sessions; `deletion` names what was deleted together. */
  delete(ids: readonly string[]): Promise<{ readonly deleted: number; readonly deletion: string }>;
  /** The same for those that nobody has used since they were seen. */
  deleteUnused(seen: readonly SeenSession[]): Promise<{ readonly deleted: number; readonly deletion: string }>;
  /** Brings back what was deleted together; answers how many. */
  undelete(deletion: string): Promise<number>;
  /** Deletes for good what can no longer be taken back. */
  purge(): Promise<void>;
};

export function createUndoableDeletion(store: SessionStore, clock: Pick<Clock, 'now'>, ids: Ids): UndoableDeletion {
  const isoTime = (time: number) => new Date(time).toISOString();
  const newDeletion = () => ({ deletion: ids.next('request'), at: isoTime(clock.now()) });
  return {
    async delete(sessionIds) {
      const as = newDeletion();
      return { deleted: await store.hide(sessionIds, as), deletion: as.deletion };
    },
    async deleteUnused(seen) {
      const as = newDeletion();
      return { deleted: await store.hideUnused(seen, as), deletion: as.deletion };
    },
    async undelete(deletion) {
      const restored = await store.unhide(deletion);
      if (restored === 0) throw new AppError('NOT_FOUND', 'These sessions are gone for good: a deletion can be taken back for an hour.');
      return restored;
    },
    async purge() {
      await store.purge(isoTime(clock.now() - UNDO_MS));
    },
  };
}
