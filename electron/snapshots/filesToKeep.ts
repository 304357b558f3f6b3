import { accessSync, constants, type Stats } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../shared/lib/appError';
import type { LeftOutFile } from '../../shared/session/files';
import type { Modes } from './keptModes';
import type { ListedFiles } from './listFiles';
import type { IsOwnFile } from './ownFiles';
import { statsOf } from './statsOf';

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
  /** Permission bits; links have none. */
  readonly modes: Modes;
  /** Among the paths: to be read again, whatever the index says. */
  readonly doubtful: readonly string[];
  /** What the index has and must not have. */
  readonly dropped: readonly string[];
};

/** Files between two turns of the event loop. */
const SLICE = 1_000;

/**
 * Every file of the folder that is not ignored, but for those that cannot or should not be kept. `trustedBefore`: a file that was touched later
 * may have changed without its time and size telling.
 */
export async function filesToKeep(
  listed: ListedFiles,
  folder: string,
  limits: SnapshotLimits,
  isOwn: IsOwnFile,
  trustedBefore: number,
): Promise<FilesToKeep> {
  const dropped = new Set(listed.ignored);
  const kept: string[] = [];
  const doubtful: string[] = [];
  const modes = new Map<string, number>();
  const leftOut: LeftOutFile[] = listed.unreadable.map((path) => ({ path, reason: 'unreadable' }));
  let bytes = 0;
  const seen = new Set<string>();
  for (const [position, name] of listed.found.entries()) {
    if (position % SLICE === SLICE - 1) await nextTurn();
    const file = name.toString('utf8');
    if (seen.has(file) || dropped.has(file)) continue;
    seen.add(file);
    const verdict = isOwn(file) ? 'gone' : judge(folder, name, file, limits);
    if (typeof verdict === 'string') {
      dropped.add(file);
      if (verdict !== 'gone' && !isWithinAny(file, listed.unreadable)) leftOut.push({ path: file.replace(/\/$/, ''), reason: verdict });
      continue;
    }
    kept.push(file);
    bytes += verdict.size;
    if (verdict.isFile()) modes.set(file, verdict.mode & 0o777);
    if (Math.max(verdict.ctimeMs, verdict.mtimeMs) >= trustedBefore) doubtful.push(file);
  }
  refuseTooMuch(folder, kept.length, bytes, limits);
  return { paths: kept, bytes, leftOut, modes, doubtful, dropped: [...dropped].filter((file) => !file.endsWith('/')) };
}

function isWithinAny(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => file.startsWith(`${folder}/`));
}

/** What it is, or why it is not kept. */
function judge(folder: string, name: Buffer, file: string, limits: SnapshotLimits): Stats | LeftOutFile['reason'] | 'gone' {
  if (file.endsWith('/')) return 'repository';
  if (!Buffer.from(file, 'utf8').equals(name) || hasGitFolder(file)) return 'unreadable';
  const full = path.join(folder, file);
  try {
    const stats = statsOf(full);
    if (!stats || stats.isDirectory()) return 'gone';
    if (stats.isSymbolicLink()) return stats;
    if (!stats.isFile()) return 'unreadable';
    if (stats.size > limits.fileBytes) return 'too-large';
    accessSync(full, constants.R_OK);
    return stats;
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
