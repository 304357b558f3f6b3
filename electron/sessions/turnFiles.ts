import type { Logger } from '../engine/ports';
import type { FileStore, SessionStore } from './ports';

export type TurnFilesPorts = {
  readonly store: SessionStore;
  readonly files: FileStore;
  readonly log: Logger;
  /** All sessions with a turn that runs or waits, here or in another process. */
  busySessions(): readonly string[];
};

/** Finds out what a turn changes in the work directory, so that only this counts as the session's own. */
export type TurnFiles = {
  /** Before each call that may change something. */
  beforeChange(): Promise<void>;
  /** After the turn. */
  end(): Promise<void>;
};

/**
 * Only for sessions whose checkpoints carry files, and only for turns that may change any. What others changed before the turn's first such call stays
 * theirs. Where another session worked in the folder meanwhile nobody can tell who changed what: nothing counts as this one's then, so that a
 * restore asks first.
 */
export function watchTurnFiles(ports: TurnFilesPorts, sessionId: string, startedAt: string): TurnFiles {
  const { store, files, log } = ports;
  let before: Promise<string | undefined> | undefined;

  async function look(): Promise<string | undefined> {
    const session = store.get(sessionId);
    if (session?.knownTree === undefined) return undefined;
    try {
      return (await files.take(session.settings.workDir)).tree;
    } catch (error) {
      log.warn(`The files of session ${sessionId} could not be looked at`, error);
      return undefined;
    }
  }

  return {
    async beforeChange() {
      before ??= look();
      await before;
    },
    async end() {
      const from = await before;
      if (from === undefined) return;
      const to = await look();
      const knownTree = store.get(sessionId)?.knownTree;
      if (to === undefined || from === to || knownTree === undefined) return;
      try {
        if (isShared(ports, sessionId, startedAt)) return;
        const steps = knownTree === from ? undefined : await files.stepsBetween(from, to);
        await store.update(sessionId, { knownTree: steps ? await files.withSteps(knownTree, steps) : to });
      } catch (error) {
        log.warn(`What session ${sessionId} changed in its files could not be kept in mind`, error);
      }
    },
  };
}

/** Whether another session had a turn in the same folder since; what was started from within this one works for it. */
function isShared({ store, files, busySessions }: TurnFilesPorts, sessionId: string, since: string): boolean {
  const workDir = store.get(sessionId)?.settings.workDir;
  const overview = store.overview();
  const parents = new Map(overview.map(({ id, parentId }) => [id, parentId]));
  const isWithin = (id: string | null | undefined): boolean => id === sessionId || (id != null && isWithin(parents.get(id)));
  const used = overview.filter(({ lastActiveAt }) => lastActiveAt > since).map(({ id }) => id);
  return [...new Set([...used, ...busySessions()])].some((id) => {
    const folder = isWithin(id) ? undefined : store.get(id)?.settings.workDir;
    return folder !== undefined && workDir !== undefined && files.overlap(folder, workDir);
  });
}
