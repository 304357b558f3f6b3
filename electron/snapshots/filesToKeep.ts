import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../shared/lib/appError';
import type { LeftOutFile } from '../../shared/session/files';
import type { Git } from './git';
import type { IsOwnFile } from './ownFiles';
import { statsOf } from './statsOf';
import { callFor, type WorkTree } from './workTree';

export type SnapshotLimits = {
  /** A larger file is left out, and named. */
  readonly fileBytes: number;
  /** Beyond these the whole folder is refused. */
  readonly totalBytes: number;
  readonly files: number;
};

export const SNAPSHOT_LIMITS: SnapshotLimits = { fileBytes: 10 * 1024 * 1024, totalBytes: 512 * 1024 * 1024, files: 50_000 };

export type FilesToKeep = {
  /** Relative to the folder, with `/`. */
  readonly paths: readonly string[];
  readonly bytes: number;
  readonly leftOut: readonly LeftOutFile[];
  /** What the index has and must not have. */
  readonly dropped: readonly string[];
};

/** Files between two turns of the event loop. */
const SLICE = 1_000;

/** Every file of the folder that is not ignored, but for those that cannot or should not be kept. */
export async function filesToKeep(git: Git, tree: WorkTree, index: string, limits: SnapshotLimits, isOwn: IsOwnFile): Promise<FilesToKeep> {
  const call = callFor(tree, index);
  const excludes = ['--exclude-standard', ...tree.excludeFiles.map((file) => `--exclude-from=${file}`)];
  const [found, ignored] = await Promise.all([
    git.list(['ls-files', '-z', '--cached', '--others', ...excludes], call),
    git.list(['ls-files', '-z', '--cached', '--ignored', ...excludes], call),
  ]);
  const dropped = new Set(ignored.map(String));
  const kept: string[] = [];
  const leftOut: LeftOutFile[] = [];
  let bytes = 0;
  const seen = new Set<string>();
  for (const [position, name] of found.entries()) {
    if (position % SLICE === SLICE - 1) await nextTurn();
    const file = name.toString('utf8');
    if (seen.has(file) || dropped.has(file)) continue;
    seen.add(file);
    if (isOwn(file)) {
      dropped.add(file);
      continue;
    }
    const verdict = judge(tree.folder, name, file, limits);
    if (typeof verdict === 'number') {
      kept.push(file);
      bytes += verdict;
    } else if (verdict === 'gone') {
      dropped.add(file);
    } else {
      leftOut.push({ path: file.replace(/\/$/, ''), reason: verdict });
      dropped.add(file);
    }
  }
  refuseTooMuch(tree.folder, kept.length, bytes, limits);
  return { paths: kept, bytes, leftOut, dropped: [...dropped].filter((file) => !file.endsWith('/')) };
}

/** Its size, or why it is not kept. */
function judge(folder: string, name: Buffer, file: string, limits: SnapshotLimits): number | LeftOutFile['reason'] | 'gone' {
  if (file.endsWith('/')) return 'repository';
  if (!Buffer.from(file, 'utf8').equals(name) || hasGitFolder(file)) return 'unreadable';
  const full = path.join(folder, file);
  try {
    const stats = statsOf(full);
    if (!stats || stats.isDirectory()) return 'gone';
    if (stats.isSymbolicLink()) return stats.size;
    if (!stats.isFile()) return 'unreadable';
    if (stats.size > limits.fileBytes) return 'too-large';
    accessSync(full, constants.R_OK);
    return stats.size;
  } catch {
    return 'unreadable';
  }
}

/** Git takes no path through a folder of that name, however it is written. */
function hasGitFolder(file: string): boolean {
  return file.split('/').some((part) => part.toLowerCase() === '.git');
}

function refuseTooMuch(folder: string, files: number, bytes: number, limits: SnapshotLimits): void {
  if (files <= limits.files && bytes <= limits.totalBytes) return;
  const [most, megabytes] = [limits.files.toLocaleString('en-US'), Math.round(limits.totalBytes / 1024 / 1024)];
  throw new AppError(
    'INVALID_INPUT',
    `${folder} holds more than can be kept with a checkpoint (${most} files, ${megabytes} MB). Name what need not be kept in a .gitignore, or go on without files.`,
  );
}
