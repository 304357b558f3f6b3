import { isAppError } from '../../shared/lib/appError';
import type { Checkpoint, Session } from '../../shared/session/session';
import type { Ids, Logger } from '../engine/ports';
import type { FileRestore, FileStore, SessionStore } from './ports';
import { findSession } from './transcript';

export type AbandonedRestorePorts = {
  readonly store: SessionStore;
  readonly files: FileStore;
  readonly ids: Ids;
  readonly log: Logger;
  /** ISO */
  now(): string;
};

/**
 * Ends what processes that are gone left half done. To be called before anything else touches the folders or the sessions; `isFree` tells which
 * sessions this process does not use itself.
 */
export async function endFileRestores(ports: AbandonedRestorePorts, isFree: (sessionId: string) => boolean = () => true): Promise<void> {
  for (const restore of ports.store.abandonedFileRestores()) {
    if (!isFree(restore.sessionId)) continue;
    try {
      await endRestore(ports, restore);
    } catch (error) {
      const sentence = `The restoring of files in ${restore.workDir} was cut off and could not be ended; the next start tries again`;
      ports.log.error(sentence, error);
    }
  }
}

/** The same for a process that lives while others die: `settle` costs one look at an empty table. */
export function createRestoreSettler(ports: AbandonedRestorePorts, isBusy: (sessionId: string) => boolean) {
  let [last, underWay] = [Promise.resolve(), 0];
  return {
    /** `own`: the session that the caller is about to use, and nobody else in this process. */
    async settle(own?: string): Promise<void> {
      if (underWay === 0 && ports.store.abandonedFileRestores().length === 0) return;
      underWay += 1;
      last = last
        .then(() => endFileRestores(ports, (id) => id === own || !isBusy(id)))
        .finally(() => {
          underWay -= 1;
        });
      await last;
    },
  };
}

async function endRestore({ store, files, ids, log, now }: AbandonedRestorePorts, restore: FileRestore): Promise<void> {
  const claim = await claimed(store, restore.sessionId, now);
  if (claim === 'in use') return; // by somebody who ends it first, as this process would
  try {
    if (!(await store.adoptFileRestore(restore.id))) return;
    await files.carryOut(restore.workDir, restore.steps, { leaveChanged: true });
    if (claim === 'deleted') {
      await store.abandonFileRestore(restore.id); // its files are back all the same
    } else {
      const session = findSession(store, restore.sessionId);
      const known = session.knownTree ?? (await files.take(restore.workDir)).tree;
      // What somebody changed since the crash is as little known to the session as before.
      await store.finishFileRestore(restore, await files.withSteps(known, restore.steps), marksFor(session, restore, ids, now()));
    }
    log.warn(`The restoring of files in ${restore.workDir}, which had been cut off, was ended`);
  } finally {
    if (claim === 'claimed') await store.release(restore.sessionId, now());
  }
}

async function claimed(store: SessionStore, sessionId: string, now: () => string): Promise<'claimed' | 'deleted' | 'in use'> {
  try {
    await store.claim(sessionId, now());
    return 'claimed';
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') return 'deleted';
    if (isAppError(error) && error.code === 'BUSY') return 'in use';
    throw error;
  }
}

/** The point left was marked when the restore began; when the session went on since, that is marked as well. */
function marksFor(session: Session, { fromHeadId, move }: FileRestore, ids: Ids, createdAt: string): readonly Checkpoint[] {
  const { id: sessionId, headId: messageId, messageCount, settings } = session;
  if (messageId === fromHeadId || messageId === move.headId) return [];
  const parentId = session.checkpointId ?? null;
  const label = 'Before ending a restore that was cut off';
  return [{ id: ids.next('checkpoint'), sessionId, label, messageId, messageCount, parentId, automatic: true, createdAt, settings }];
}
