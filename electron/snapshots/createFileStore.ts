import { realpathSync } from 'node:fs';
import type { FileStore } from '../sessions/ports';
import { applySteps } from './applySteps';
import { SNAPSHOT_LIMITS, type SnapshotLimits } from './filesToKeep';
import { Git } from './git';
import { letGoOfTrees } from './letGoOfTrees';
import { planRestore } from './planRestore';
import { takeSnapshot } from './takeSnapshot';
import { treeChanges, treeSteps } from './treeDiff';

export type GitFileStoreOptions = {
  readonly limits?: SnapshotLimits;
  /** The git program; throws `NOT_FOUND` where there is none. */
  readonly findProgram?: () => string;
};

export type GitFileStore = FileStore & {
  /** Lets go of everything but these trees, and tidies up; does nothing while they are not known. */
  tidy(keptTrees: () => ReadonlySet<string> | undefined): Promise<void>;
};

/**
 * Keeps the files of work directories as git objects in `folder`, which is nobody's repository but Stepgraph's. The person's own
 * repositories are read as plain files, but for their `.gitignore`.
 */
export function createFileStore(folder: string, { limits = SNAPSHOT_LIMITS, findProgram }: GitFileStoreOptions = {}): GitFileStore {
  const git = new Git(folder, findProgram);
  const oneAtATime = createLines();
  const take: FileStore['take'] = (workDir) => oneAtATime(workDir, () => takeSnapshot(git, workDir, limits));
  return {
    take,
    async prepare(target, knownTree) {
      const before = await take(target.workDir);
      return planRestore(git, target, before, knownTree);
    },
    carryOut: (workDir, steps, { leaveChanged = false } = {}) =>
      oneAtATime(workDir, async () => {
        await git.text(['--version']);
        await applySteps(git, realpathSync(workDir), steps, leaveChanged);
      }),
    async compare(from, to) {
      return treeChanges(git, from.tree, to.tree, await treeSteps(git, from.tree, to.tree));
    },
    tidy: (keptTrees) => letGoOfTrees(git, keptTrees),
  };
}

/** Lets pieces of work of one name happen one after the other. */
function createLines(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}
