import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { isAppError } from '../../shared/lib/appError';
import type { FileSnapshot, LeftOutFile } from '../../shared/session/files';
import { filesToKeep, type SnapshotLimits } from './filesToKeep';
import { foldersOf } from './foldersOf';
import type { Git } from './git';
import { isMissing } from './isMissing';
import { keepModes } from './keptModes';
import { listFiles } from './listFiles';
import type { IsOwnFile } from './ownFiles';
import { statsOf } from './statsOf';
import { holdTree } from './treeRefs';
import { callFor, openWorkTree, type WorkTree } from './workTree';

/**
 * Keeps the files of a folder as they are: as git objects under a name that keeps them from being cleaned away. What did not change since the last
 * time is recognised by git's index, so that a second look costs little.
 */
export async function takeSnapshot(git: Git, workDir: string, limits: SnapshotLimits, isOwn: IsOwnFile): Promise<FileSnapshot> {
  const tree = await openWorkTree(git, workDir);
  const use = (index: string) => snapshot(git, tree, workDir, index, limits, isOwn);
  try {
    return await withIndex(git, tree, true, use);
  } catch (error) {
    // An index can be damaged, or name objects that were cleaned away. It is only a memory of the last time: without it all is looked at again.
    if (!isAppError(error) || error.code !== 'STORE_FAILED') throw error;
    return withIndex(git, tree, false, use);
  }
}

async function snapshot(
  git: Git,
  work: WorkTree,
  workDir: string,
  index: string,
  limits: SnapshotLimits,
  isOwn: IsOwnFile,
): Promise<FileSnapshot> {
  const listed = await listFiles(git, work, index);
  const { paths, bytes, leftOut, modes, doubtful, dropped } = await filesToKeep(listed, work.folder, limits, isOwn, trustedBefore(index));
  const call = callFor(work, index);
  const forgotten = [...dropped, ...doubtful];
  if (forgotten.length > 0) await git.run(['update-index', '-z', '--force-remove', '--stdin'], { ...call, input: zeroEnded(forgotten) });
  if (paths.length > 0) await git.run(['update-index', '-z', '--add', '--remove', '--stdin'], { ...call, input: zeroEnded(paths) });
  const [tree, folders] = await Promise.all([writeTree(git, work, index, paths.length === 0), foldersOf(git, work, index, paths, isOwn)]);
  const special: readonly LeftOutFile[] = folders.special.map((path) => ({ path, reason: 'unreadable' }));
  holdTree(git.folder, tree);
  return {
    tree,
    workDir,
    fileCount: paths.length,
    bytes,
    leftOut: [...leftOut, ...special],
    modes: await keepModes(git, tree, { files: modes, folders: folders.modes, bare: folders.bare }),
  };
}

function writeTree(git: Git, work: WorkTree, index: string, isEmpty: boolean): Promise<string> {
  if (isEmpty) return git.text(['mktree', '-z'], { input: '' });
  return git.text(['write-tree', ...(work.prefix === '' ? [] : [`--prefix=${work.prefix}`])], callFor(work, index));
}

/** Clocks of file systems tick in steps of up to two seconds (FAT), and git may compare whole seconds. */
const CLOCK_STEP_MS = 3_000;

/**
 * The index bears the time at which the last look began. What was touched before is as it was read, unless its times or its size tell; what was
 * touched about then or later may have changed within one tick of the clock, which nothing tells (git calls it racy).
 */
function trustedBefore(index: string): number {
  const lastLook = statsOf(index);
  return lastLook ? lastLook.mtimeMs - CLOCK_STEP_MS : Number.POSITIVE_INFINITY;
}

/**
 * Each use has an index of its own, so that no lock of a killed process stays behind. It begins as the one remembered from the last use, which is
 * moved and never copied: git compares the time of the index with those of the files.
 */
async function withIndex<T>(git: Git, { folder, root }: WorkTree, isRemembered: boolean, use: (index: string) => Promise<T>): Promise<T> {
  const indexes = path.join(git.folder, 'indexes');
  mkdirSync(indexes, { recursive: true, mode: 0o700 });
  const remembered = path.join(indexes, createHash('sha256').update(`${root}\0${folder}`).digest('hex'));
  const own = `${remembered}.${process.pid}-${randomUUID()}`;
  try {
    if (isRemembered) renameIfThere(remembered, own);
    const begun = new Date();
    const result = await use(own);
    if (statsOf(own)) utimesSync(own, begun, begun);
    renameIfThere(own, remembered);
    return result;
  } finally {
    rmSync(own, { force: true });
    rmSync(`${own}.lock`, { force: true });
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function zeroEnded(paths: readonly string[]): string {
  return paths.map((file) => `${file}\0`).join('');
}
