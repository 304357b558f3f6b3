import type { FileChange, FileRestorePlan, FileSnapshot } from '../../../shared/session/files';

/** How a file is kept: as git does, by mode and name of its content; beside it the permission bits it had, where they are known. */
export type FileEntry = { readonly mode: '100644' | '100755' | '120000'; readonly object: string; readonly permissions?: number };

/** A folder on the way to a file that comes or goes. */
export type FolderEntry = { readonly mode: '040000'; readonly permissions?: number };

/** What becomes of one file or folder; `null` stands for none. A folder comes with the first of its files, and unless it is to stay goes with the last. */
export type FileStep = {
  readonly path: string;
  readonly from: FileEntry | FolderEntry | null;
  readonly to: FileEntry | FolderEntry | null;
};

export type PreparedRestore = {
  /** The files as they are. */
  readonly before: FileSnapshot;
  readonly plan: FileRestorePlan;
  readonly steps: readonly FileStep[];
};

/** The files of work directories. What needs git rejects with `NOT_FOUND` where there is none. */
export type FileStore = {
  /** Keeps the files of a folder as they are now. */
  take(workDir: string): Promise<FileSnapshot>;
  /** Finds out what bringing back `target` means, and changes nothing. `knownTree`: the files as the session last left them. */
  prepare(target: FileSnapshot, knownTree: string | undefined): Promise<PreparedRestore>;
  /**
   * Carries out the steps, each file at once; those that are done already are passed over, so that it can be repeated after a crash.
   * A file that is neither what it was nor what it is to be: `CONFLICT`, or with `leaveChanged` it stays as it is.
   */
  carryOut(workDir: string, steps: readonly FileStep[], options?: { readonly leaveChanged?: boolean }): Promise<void>;
  compare(from: FileSnapshot, to: FileSnapshot): Promise<readonly FileChange[]>;
  /** How the files of one tree become those of another. */
  stepsBetween(from: string, to: string): Promise<readonly FileStep[]>;
  /** The tree that comes of another by these steps, whatever its files were before. */
  withSteps(tree: string, steps: readonly FileStep[]): Promise<string>;
  /** Whether two folders are one, by whatever names, or one lies within the other. */
  overlap(folder: string, other: string): boolean;
};
