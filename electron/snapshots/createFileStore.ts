import { realpathSync } from 'node:fs';
import type { FileStore } from '../sessions/ports';
import { applySteps } from './applySteps';
import { SNAPSHOT_LIMITS, type SnapshotLimits } from './filesToKeep';
import { foldersOverlap } from './foldersOverlap';
import { Git } from './git';
import { letGoOfTrees } from './letGoOfTrees';
import { ownFilesIn } from './ownFiles';
import { planRestore } from './planRestore';
import { takeSnapshot } from './takeSnapshot';
import { treeChanges, treeSteps } from './treeDiff';
import { withSteps } from './withSteps';

export type GitFileStoreOptions = {
  readonly limits?: SnapshotLimits;
  /** The database that the store belongs to: neither is ever kept, compared or restored, also where they lie in a work directory. */
  readonly database?: string;
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
export function createFileStore(
  folder: string,
  { limits = SNAPSHOT_LIMITS, database, findProgram }: GitFileStoreOptions = {},
): GitFileStore {
  const git = new Git(folder, findProgram);
  const ownFiles = (workDir: string) => ownFilesIn(workDir, folder, database);
  const oneAtATime = createLines();
  const take: FileStore['take'] = (workDir) => oneAtATime(workDir, () => takeSnapshot(git, workDir, limits, ownFiles(workDir)));
  return {
    take,
    async prepare(target, knownTree) {
      const before = await take(target.workDir);
      return planRestore(git, target, before, knownTree, ownFiles(target.workDir));
    },
    carryOut: (workDir, steps, { leaveChanged = false } = {}) =>
      oneAtATime(workDir, async () => {
        await git.text(['--version']);
        const isOwn = ownFiles(workDir);
        const others = steps.filter(({ path }) => !isOwn(path));
        await applySteps(git, realpathSync(workDir), others, leaveChanged);
      }),
    async compare(from, to) {
      const own = [ownFiles(from.workDir), ownFiles(to.workDir)];
      const steps = (await treeSteps(git, from.tree, to.tree)).filter(({ path }) => !own.some((isOwn) => isOwn(path)));
      return treeChanges(git, from.tree, to.tree, steps);
    },
    stepsBetween: (from, to) => treeSteps(git, from, to),
    withSteps: (tree, steps) => withSteps(git, tree, steps),
    overlap: foldersOverlap,
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
