import { AppError } from '../../shared/lib/appError';
import type { FileRestorePlan, FileSnapshot } from '../../shared/session/files';
import type { Checkpoint, Session } from '../../shared/session/session';
import type { Ids, Logger } from '../engine/ports';
import type { FileRestore, FileStep, FileStore, SessionStore } from './ports';

type Ports = { readonly store: SessionStore; readonly files: FileStore; readonly ids: Ids; readonly log: Logger };

/** What whoever restores files agrees to. */
export type FileConsent = {
  /** Also files that something else changed since, whichever these are by then. */
  readonly force?: boolean | undefined;
  /** Only what was shown: the id of the plan in the preview. `CONFLICT` when restoring would do anything else by now, `force` or not. */
  readonly shown?: string | undefined;
};

/**
 * Brings back messages and files. The files as they are go into the checkpoint of the point left; what is about to happen is written down with
 * it; then the files change, then the session. A process that dies anywhere in between leaves a restore that the next process to come by ends.
 */
export async function restoreWithFiles(
  { store, files, ids, log }: Ports,
  session: Session,
  target: Checkpoint,
  move: FileRestore['move'],
  leave: (files: FileSnapshot) => Checkpoint,
  consent: FileConsent,
): Promise<Checkpoint> {
  if (!target.files) throw new AppError('INVALID_INPUT', `The checkpoint “${target.label}” carries no files. Restore it without them.`);
  const known = knownTreeOf(session, target.files);
  const { before, plan, steps } = await files.prepare(target.files, known);
  refuseConflicts(plan, consent);
  const left = leave(before);
  const restore: FileRestore = {
    id: ids.next('request'),
    sessionId: session.id,
    workDir: target.files.workDir,
    steps,
    move,
    fromHeadId: session.headId,
  };
  await store.beginFileRestore(restore, left);
  try {
    await files.carryOut(restore.workDir, steps);
  } catch (error) {
    await takeBack({ store, files, log }, restore, left);
    throw error;
  }
  await store.finishFileRestore(restore, await files.withSteps(known ?? before.tree, steps));
  return left;
}

/** What the session knows of these files; nothing when it works in another folder by now. */
export function knownTreeOf(session: Session, { workDir }: FileSnapshot): string | undefined {
  return session.settings.workDir === workDir ? session.knownTree : undefined;
}

/**
 * Undoes what was done of the steps; when even that fails, the next start ends the restore instead. The point left is not worth a checkpoint then,
 * unless somebody changed a file meanwhile: what that file held is in there only.
 */
async function takeBack({ store, files, log }: Omit<Ports, 'ids'>, { id, workDir, steps }: FileRestore, left: Checkpoint): Promise<void> {
  try {
    await files.carryOut(workDir, steps.map(reversed), { leaveChanged: true });
    await store.abandonFileRestore(id);
    if ((await files.take(workDir)).tree === left.files?.tree) await store.deleteCheckpoint(left.sessionId, left.id);
  } catch (error) {
    log.error(`Files in ${workDir} were restored in part only; the next start of Stepgraph ends it`, error);
  }
}

function reversed({ path, from, to }: FileStep): FileStep {
  return { path, from: to, to: from };
}

function refuseConflicts({ id, changedSince, blocked }: FileRestorePlan, { force = false, shown = id }: FileConsent): void {
  if (shown !== id) {
    throw new AppError(
      'CONFLICT',
      'Files changed after this was shown, so nothing was restored. Look at what restoring would do now, then restore again.',
      { changedSince, blocked },
    );
  }
  if (blocked.length > 0) {
    throw new AppError(
      'CONFLICT',
      `These are in the way and in no snapshot, so they would be lost: ${named(blocked)}. Move them away, then restore.`,
      { blocked },
    );
  }
  if (changedSince.length > 0 && !force) {
    throw new AppError(
      'CONFLICT',
      `Something else changed these files since the session last used them: ${named(changedSince)}. Look at the changes; restore with force to overwrite them (it can be undone).`,
      { changedSince },
    );
  }
}

const MOST_NAMED = 5;

function named(paths: readonly string[]): string {
  const rest = paths.length - MOST_NAMED;
  return rest > 0 ? `${paths.slice(0, MOST_NAMED).join(', ')} and ${rest} more` : paths.join(', ');
}
