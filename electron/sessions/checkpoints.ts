import { AppError } from '../../shared/lib/appError';
import type { Checkpoint, Session } from '../../shared/session/session';
import type { Clock, Ids } from '../engine/ports';
import type { SessionStore } from './ports';
import { findSession } from './transcript';

export type CheckpointPorts = {
  readonly store: SessionStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  /** Runs `work` while no turn of the session does; rejects with `BUSY` when one runs or waits. */
  whileQuiet<T>(sessionId: string, work: () => Promise<T>): Promise<T>;
};

/** Named points of a session's message tree. Saving and restoring move a pointer, whatever the length of the conversation. */
export type Checkpoints = {
  save(sessionId: string, label: string): Promise<Checkpoint>;
  /** Moves the head back and brings back the settings of that moment. Where it stood is marked by an automatic checkpoint, which is returned. */
  restore(sessionId: string, checkpointId: string): Promise<Checkpoint>;
  /** Oldest first. */
  list(sessionId: string): Checkpoint[];
  delete(sessionId: string, checkpointId: string): Promise<void>;
};

export function createCheckpoints({ store, clock, ids, whileQuiet }: CheckpointPorts): Checkpoints {
  /** Per session, the checkpoint last saved or restored: the parent of the next. Found from the tree when not known yet. */
  const current = new Map<string, string | null>();

  async function mark(session: Session, label: string, automatic: boolean): Promise<Checkpoint> {
    const checkpoint: Checkpoint = {
      id: ids.next('checkpoint'),
      sessionId: session.id,
      label,
      messageId: session.headId,
      messageCount: session.messageCount,
      parentId: current.has(session.id) ? (current.get(session.id) ?? null) : nearestCheckpoint(store, session),
      automatic,
      createdAt: new Date(clock.now()).toISOString(),
      settings: session.settings,
    };
    await store.saveCheckpoint(checkpoint);
    return checkpoint;
  }

  return {
    async save(sessionId, label) {
      if (label.trim() === '') throw new AppError('INVALID_INPUT', 'Give the checkpoint a label.');
      const checkpoint = await mark(findSession(store, sessionId), label, false);
      current.set(sessionId, checkpoint.id);
      return checkpoint;
    },
    async restore(sessionId, checkpointId) {
      const target = findCheckpoint(store, sessionId, checkpointId);
      return whileQuiet(sessionId, async () => {
        const left = await mark(findSession(store, sessionId), `Before restoring “${target.label}”`, true);
        await store.update(sessionId, { headId: target.messageId, settings: target.settings });
        current.set(sessionId, target.id);
        return left;
      });
    },
    list: (sessionId) => store.checkpoints(findSession(store, sessionId).id),
    async delete(sessionId, checkpointId) {
      findCheckpoint(store, sessionId, checkpointId);
      await store.deleteCheckpoint(checkpointId);
      current.delete(sessionId);
    },
  };
}

function findCheckpoint(store: SessionStore, sessionId: string, checkpointId: string): Checkpoint {
  const checkpoint = store.checkpoints(findSession(store, sessionId).id).find(({ id }) => id === checkpointId);
  if (!checkpoint)
    throw new AppError('NOT_FOUND', `Session ${sessionId} has no checkpoint ${checkpointId}. List its checkpoints to see what there is.`);
  return checkpoint;
}

/** The newest checkpoint on the way from the head to the root. */
function nearestCheckpoint(store: SessionStore, session: Session): string | null {
  const checkpoints = store.checkpoints(session.id);
  if (checkpoints.length === 0) return null;
  const depths = new Map<string | null, number>([[null, 0]]);
  for (const message of store.conversation(session.headId)) depths.set(message.id, message.depth);
  let nearest: Checkpoint | undefined;
  for (const checkpoint of checkpoints) {
    const depth = depths.get(checkpoint.messageId);
    if (depth !== undefined && depth >= (nearest?.messageCount ?? 0)) nearest = checkpoint;
  }
  return nearest?.id ?? null;
}
