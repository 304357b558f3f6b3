/** The files of a work directory at one moment, kept as git objects in Stepgraph's own store. */
export type FileSnapshot = {
  /** Name of the git tree. Equal trees are equal files. */
  readonly tree: string;
  readonly workDir: string;
  readonly fileCount: number;
  readonly bytes: number;
  /** What is not ignored and yet not in the snapshot. Restoring leaves these files alone. */
  readonly leftOut: readonly LeftOutFile[];
  /** Name of what tells the permissions, and the folders without files; snapshots of earlier versions have none. */
  readonly modes?: string;
};

export type LeftOutFile = {
  readonly path: string;
  readonly reason: 'too-large' | 'repository' | 'unreadable';
};

/** How one file differs between two points; paths are relative to the work directory, with `/`. */
export type FileChange = {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
  readonly isBinary: boolean;
  /** Lines; 0 for binary files. */
  readonly insertions: number;
  readonly deletions: number;
  /** The hunks of a unified diff; `null` for binary files and where it would be too long to read. */
  readonly patch: string | null;
};

/** What restoring files would do. */
export type FileRestorePlan = {
  /** Names all of it, what the files hold now as well: who agrees to what was shown sends this, and another plan is not carried out. */
  readonly id: string;
  /** From the files as they are to the snapshot. */
  readonly changes: readonly FileChange[];
  /**
   * Paths among `changes` that were changed by something other than this session since it last looked: restoring them wants `force`.
   * They are in the automatic checkpoint that every restore takes first, so that even this can be undone.
   */
  readonly changedSince: readonly string[];
  /** Paths that cannot be restored, whatever is told: something that is not in any snapshot stands in their way. */
  readonly blocked: readonly string[];
};
