import { isAppError } from '../../shared/lib/appError';
import type { FileSnapshot } from '../../shared/session/files';
import type { Checkpoint, Message, Session, SessionSettings } from '../../shared/session/session';
import {
  COMPARED_MESSAGES,
  type ComparedSide,
  type PointComparison,
  PREVIEWED_MESSAGES,
  type RestorePreview,
  type SessionPoint,
  type SettingChange,
} from '../../shared/session/timeline';
import { treeMessage } from '../../shared/session/treeMessage';
import type { Logger } from '../engine/ports';
import { findCheckpoint } from './checkpoints';
import { knownTreeOf } from './checkpointsWithFiles';
import type { FileStore, SessionStore } from './ports';
import { isSameMessage } from './sameMessage';
import { findMessage, findSession } from './transcript';

/** Two points of a session beside each other; reads only. */
export type Points = {
  /** What restoring a checkpoint would change. Files that cannot be looked at do not keep the rest from being told. */
  preview(sessionId: string, checkpointId: string): Promise<RestorePreview>;
  /** From where they part in words, in parts of `COMPARED_MESSAGES`: without the first `skip` messages of either side. */
  compare(sessionId: string, left: SessionPoint, right: SessionPoint, skip?: number): Promise<PointComparison>;
};

export type PointPorts = {
  readonly store: SessionStore;
  readonly files: FileStore;
  readonly log: Logger;
  /** Ends the restores of files that died with another process. */
  settle(): Promise<void>;
};

export function createPoints({ store, files, log, settle }: PointPorts): Points {
  async function filePlan(session: Session, snapshot: FileSnapshot | undefined): Promise<Pick<RestorePreview, 'files' | 'filesFailure'>> {
    if (!snapshot) return { files: null };
    try {
      return { files: (await files.prepare(snapshot, knownTreeOf(session, snapshot))).plan };
    } catch (error) {
      if (isAppError(error)) return { files: null, filesFailure: error.message };
      log.error(`The files in ${snapshot.workDir} could not be looked at`, error);
      return { files: null, filesFailure: `Something went wrong in ${snapshot.workDir}. The host’s log says what.` };
    }
  }

  return {
    async preview(sessionId, checkpointId) {
      await settle();
      const session = findSession(store, sessionId);
      const checkpoint = findCheckpoint(store, sessionId, checkpointId);
      const [here, there] = [soundPath(store, session.headId), store.path(checkpoint.messageId)];
      const common = commonLength(here, there);
      const newest = (path: readonly string[], leaf: string | null): readonly Message[] =>
        path.length === common
          ? []
          : store.conversation(leaf, { from: Math.max(common, path.length - PREVIEWED_MESSAGES) + 1, forPeople: true });
      return {
        checkpoint,
        leaves: newest(here, session.headId).map(treeMessage),
        leftCount: session.messageCount - common,
        regains: newest(there, checkpoint.messageId).map(treeMessage),
        regainedCount: there.length - common,
        settings: settingChanges(session.settings, checkpoint.settings),
        ...(await filePlan(session, checkpoint.files)),
      };
    },
    async compare(sessionId, left, right, skip = 0) {
      const session = findSession(store, sessionId);
      const [a, b] = [resolvePoint(store, session, left), resolvePoint(store, session, right)];
      const [pathA, pathB] = [store.path(a.messageId), store.path(b.messageId)];
      const common = commonLength(pathA, pathB);
      const isParted = common < pathA.length && common < pathB.length;
      const sameCount = isParted ? sameAfter(store, common, a.messageId, b.messageId) : 0;
      const parting = common + sameCount;
      const side = (path: readonly string[], leaf: string | null): ComparedSide => ({
        messages: partOf(store, leaf, path.length, parting + skip),
        messageCount: path.length - parting,
      });
      return {
        commonId: pathA[common - 1] ?? null,
        commonCount: common,
        sameCount,
        left: side(pathA, a.messageId),
        right: side(pathB, b.messageId),
        settings: settingChanges(a.settings, b.settings),
        files: a.files && b.files ? await files.compare(a.files, b.files) : null,
      };
    },
  };
}

/** A message has the session's present settings: only checkpoints remember others. */
function resolvePoint(store: SessionStore, session: Session, point: SessionPoint): Pick<Checkpoint, 'messageId' | 'settings' | 'files'> {
  if ('checkpointId' in point) return findCheckpoint(store, session.id, point.checkpointId);
  if (point.messageId !== null) findMessage(store, session.id, point.messageId);
  return { messageId: point.messageId, settings: session.settings };
}

/** Of what a restore leaves; none where damage bars the way, since that is what a restore may be there to leave. */
function soundPath(store: Pick<SessionStore, 'path'>, messageId: string | null): readonly string[] {
  try {
    return store.path(messageId);
  } catch (error) {
    if (isAppError(error) && error.code === 'STORE_FAILED') return [];
    throw error;
  }
}

type Reads = Pick<SessionStore, 'conversation'>;

/** Of a conversation of `length` messages those after the first `after`, as many as are compared at once. */
function partOf(store: Reads, leaf: string | null, length: number, after: number): readonly Message[] {
  return length <= after ? [] : store.conversation(leaf, { from: after + 1, limit: COMPARED_MESSAGES, forPeople: true });
}

/** How many messages after the first `common` say the same in both conversations, though each has its own. */
function sameAfter(store: Reads, common: number, left: string | null, right: string | null): number {
  for (let count = 0; ; count += COMPARED_MESSAGES) {
    const part = { from: common + count + 1, limit: COMPARED_MESSAGES, forPeople: true };
    const [one, other] = [store.conversation(left, part), store.conversation(right, part)];
    const same = one.findIndex((message, index) => {
      const opposite = other[index];
      return opposite === undefined || !isSameMessage(message, opposite);
    });
    if (same !== -1) return count + same;
    if (one.length < COMPARED_MESSAGES) return count + one.length;
  }
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const parting = a.findIndex((id, index) => id !== b[index]);
  return parting === -1 ? a.length : parting;
}

function settingChanges(from: SessionSettings, to: SessionSettings): readonly SettingChange[] {
  // Sound: a settings object has no other keys than its type's, and what a later version adds is shown as well.
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])] as (keyof SessionSettings)[];
  return names.map((name) => ({ name, from: asText(from[name]), to: asText(to[name]) })).filter((change) => change.from !== change.to);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
}
