import { AppError } from '../../shared/lib/appError';
import type { FileSnapshot } from '../../shared/session/files';
import type { Checkpoint, DamagedCheckpoint, Session } from '../../shared/session/session';
import type { Clock, Ids, Logger } from '../engine/ports';
import { createCheckpointDeletions, noSuchCheckpoint } from './checkpointDeletions';
import { type FileConsent, restoreWithFiles } from './checkpointsWithFiles';
import type { FileStore, SessionStore } from './ports';
import { findMessage, findSession } from './transcript';

export type CheckpointPorts = {
  readonly store: SessionStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  readonly files: FileStore;
  readonly log: Logger;
  /** Runs `work` while no turn of the session does; rejects with `BUSY` when one runs or waits, here or in another process. */
  whileQuiet<T>(sessionId: string, work: () => Promise<T>): Promise<T>;
  /** All sessions with a turn that runs or waits, here or in another process. */
  busySessions(): readonly string[];
  /** Ends the restores of files that died with another process. */
  settle(): Promise<void>;
};

export type SaveCheckpointOptions = {
  /** Another point than the one where the session stands. */
  readonly messageId?: string | null | undefined;
  /** Keep the work directory as well. */
  readonly files?: boolean | undefined;
};

/** A checkpoint that is about to be durable. */
export type Handed = { readonly checkpoint: Checkpoint; readonly stored: Promise<void> };

export type MarkOptions = Pick<SaveCheckpointOptions, 'files'> & {
  /** The run that the mark is for: it is refused once another process has that. */
  readonly duringRun?: string;
};

/** The consent is about files; nothing else is ever lost. */
export type RestoreCheckpointOptions = FileConsent & {
  /** Bring back the work directory as well. */
  readonly files?: boolean | undefined;
};

/** Named points of a session's message tree. Saving and restoring move a pointer, whatever the length of the conversation. */
export type Checkpoints = {
  save(sessionId: string, label: string, options?: SaveCheckpointOptions): Promise<Checkpoint>;
  /**
   * The same, made by the program: it does not become where the session stands. Resolves once it is handed to the store, so that nothing that is
   * written later is durable before it.
   */
  mark(sessionId: string, label: string, options?: MarkOptions): Promise<Handed>;
  /**
   * Moves the head back and brings back the settings of that moment. Where it stood is marked by an automatic checkpoint, which is returned.
   * With files: `CONFLICT` when something else changed them since, unless `force`, or when they are not as they were `shown` any more.
   */
  restore(sessionId: string, checkpointId: string, options?: RestoreCheckpointOptions): Promise<Checkpoint>;
  /** Names any message and moves the head there; the point left is marked. Settings stay as they are. */
  branch(sessionId: string, messageId: string | null, label: string): Promise<Checkpoint>;
  /** Oldest first, without the damaged ones. */
  list(sessionId: string): Checkpoint[];
  damaged(sessionId: string): DamagedCheckpoint[];
  /** Also a damaged one. Answers what names the deletion, so that `undelete` can take it back within an hour. */
  delete(sessionId: string, checkpointId: string): Promise<string>;
  undelete(deletion: string): Promise<void>;
};

export function createCheckpoints(ports: CheckpointPorts): Checkpoints {
  const { store, ids, files, whileQuiet } = ports;
  const deletions = createCheckpointDeletions(store, ports.clock, ids);

  function describe(session: Session, label: string, automatic: boolean, at: string | null, snapshot?: FileSnapshot): Checkpoint {
    return {
      id: ids.next('checkpoint'),
      sessionId: session.id,
      label,
      messageId: at,
      messageCount: messageCount(store, session, at),
      parentId: session.checkpointId ?? null,
      automatic,
      createdAt: new Date(ports.clock.now()).toISOString(),
      settings: session.settings,
      ...(snapshot && { files: snapshot }),
    };
  }

  async function put(sessionId: string, label: string, automatic: boolean, options: SaveCheckpointOptions & MarkOptions): Promise<Handed> {
    if (label.trim() === '') throw new AppError('INVALID_INPUT', 'Give the checkpoint a label.');
    await ports.settle();
    const session = findSession(store, sessionId);
    const snapshot = options.files ? await files.take(session.settings.workDir) : undefined;
    const checkpoint = describe(session, label, automatic, options.messageId === undefined ? session.headId : options.messageId, snapshot);
    return { checkpoint, stored: store.saveCheckpoint(checkpoint, options.duringRun) };
  }

  return {
    async save(sessionId, label, options = {}) {
      const { checkpoint, stored } = await put(sessionId, label, false, options);
      await stored;
      return checkpoint;
    },
    mark: (sessionId, label, options = {}) => put(sessionId, label, true, options),
    async restore(sessionId, checkpointId, options = {}) {
      const target = findCheckpoint(store, sessionId, checkpointId);
      return whileQuiet(sessionId, async () => {
        const session = findSession(store, sessionId);
        const leave = (snapshot?: FileSnapshot) =>
          describe(
            session,
            `Before restoring ${target.automatic ? 'an automatic checkpoint' : `“${target.label}”`}`,
            true,
            session.headId,
            snapshot,
          );
        const move = { headId: target.messageId, settings: target.settings, checkpointId: target.id };
        if (options.files) {
          if (target.files) refuseSharedFolder(ports, session, target.files.workDir);
          return restoreWithFiles(ports, session, target, move, leave, options);
        }
        const left = leave();
        await store.moveHead(sessionId, { ...move, marks: [left] });
        return left;
      });
    },
    async branch(sessionId, messageId, label) {
      return whileQuiet(sessionId, async () => {
        const session = findSession(store, sessionId);
        const left = describe(session, `Before branching “${label}”`, true, session.headId);
        const branch = describe(session, label, false, messageId);
        await store.moveHead(sessionId, { headId: messageId, checkpointId: branch.id, marks: [left, branch] });
        return branch;
      });
    },
    list: (sessionId) => store.checkpoints(findSession(store, sessionId).id),
    damaged: (sessionId) => store.damagedCheckpoints(findSession(store, sessionId).id),
    delete: deletions.delete,
    undelete: deletions.undelete,
  };
}

/** `NOT_FOUND` when the session has no such checkpoint. */
export function findCheckpoint(store: Pick<SessionStore, 'get' | 'checkpoint'>, sessionId: string, checkpointId: string): Checkpoint {
  const checkpoint = store.checkpoint(checkpointId);
  if (!checkpoint || checkpoint.sessionId !== findSession(store, sessionId).id) throw noSuchCheckpoint(sessionId, checkpointId);
  return checkpoint;
}

/** Files that change while they are restored would be neither before nor after. */
function refuseSharedFolder({ store, files, busySessions }: CheckpointPorts, session: Session, folder: string): void {
  const worksThere = (id: string) => {
    const workDir = id === session.id ? undefined : store.get(id)?.settings.workDir;
    return workDir !== undefined && files.overlap(workDir, folder);
  };
  const other = busySessions().find(worksThere);
  if (other === undefined) return;
  throw new AppError('BUSY', `Session ${other} is working in ${folder}. Wait until its turn is done, or stop it, then restore.`);
}

function messageCount(store: Pick<SessionStore, 'message'>, session: Session, messageId: string | null): number {
  if (messageId === session.headId) return session.messageCount;
  return messageId === null ? 0 : findMessage(store, session.id, messageId).depth;
}
