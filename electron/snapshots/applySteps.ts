import { createHash } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmdirSync, rmSync, symlinkSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/lib/appError';
import type { FileEntry, FileStep } from '../sessions/ports';
import { BlobReader } from './blobReader';
import { fileState, isSameEntry } from './fileState';
import { isFileStep, type OfFile } from './fileStep';
import { flushFolder } from './flushFolder';
import { type Folders, giveFoldersTheirModes, keptFolders, makeFolders } from './folderModes';
import type { Git } from './git';
import { statsOf } from './statsOf';

/**
 * Carries out steps in a folder: first what goes, then what comes. Each file appears whole, by renaming; what is done already is passed over; so
 * doing it again after a crash, from the beginning, ends it.
 */
export async function applySteps(git: Git, folder: string, steps: readonly FileStep[], leaveChanged: boolean): Promise<void> {
  const touched = new Set<string>();
  const pending = (step: OfFile) => isPending(folder, step, leaveChanged);
  const files = steps.filter(isFileStep);
  const folders = keptFolders(steps);
  const goes = files.filter(({ to }) => to === null);
  const comes = files.filter(({ to }) => to !== null);
  for (const step of goes.toReversed()) {
    if (pending(step)) remove(folder, step.path);
    removeEmptyFolders(folder, step.path, folders);
    touched.add(path.dirname(path.join(folder, step.path)));
  }
  const contents = new BlobReader(git);
  try {
    for (const step of comes) {
      rmSync(temporaryName(folder, step.path), { force: true });
      if (!step.to || !pending(step)) continue;
      put(folder, step.path, step.to, await contents.read(step.to.object), folders);
      touched.add(path.dirname(path.join(folder, step.path)));
    }
  } finally {
    contents.close();
  }
  giveFoldersTheirModes(folder, steps);
  for (const changed of touched) flushFolder(changed);
}

/** Whether there is something to do. `CONFLICT` when the file is neither what it was nor what it is to be, unless it may stay so. */
function isPending(folder: string, { path: file, from, to }: OfFile, leaveChanged: boolean): boolean {
  const state = fileState(folder, file);
  if (isSameEntry(state, to)) return false;
  if (isSameEntry(state, from)) return true;
  if (leaveChanged) return false;
  throw new AppError('CONFLICT', `${file} was changed at this very moment by something else. Nothing was restored; try again.`);
}

function remove(folder: string, file: string): void {
  try {
    unlinkSync(path.join(folder, file));
  } catch (error) {
    throw failure(file, 'removed', error);
  }
}

function put(folder: string, file: string, { mode, permissions }: FileEntry, content: Buffer, folders: Folders): void {
  const [target, temporary] = [path.join(folder, file), temporaryName(folder, file)];
  try {
    makeFolders(folder, file, folders);
    if (mode === '120000') symlinkSync(content, temporary);
    else writeDurably(temporary, content, mode === '100755', allowedByBoth(permissionsOf(target, mode), permissions));
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw failure(file, 'written', error);
  }
}

/** Beside the file, since only within a file system is renaming at once; by a name that follows from the file's, so that a crash leaves no riddle. */
function temporaryName(folder: string, file: string): string {
  const name = createHash('sha256').update(file).digest('hex').slice(0, 16);
  return path.join(folder, path.dirname(file), `.stepgraph-${name}.tmp`);
}

/** Of the file that is to be replaced; who may read it may run it when it becomes a program. */
function permissionsOf(file: string, mode: FileEntry['mode']): number | undefined {
  const stats = statsOf(file);
  if (!stats?.isFile()) return undefined;
  const permissions = stats.mode & 0o777;
  return mode === '100755' ? permissions | ((permissions & 0o444) >> 2) : permissions & ~0o111;
}

/**
 * Whoever was kept from a file, then or now, stays so: what only its owner could read when it was kept is not shown to others because the file was
 * opened to them since with other content.
 */
function allowedByBoth(now: number | undefined, then: number | undefined): number | undefined {
  return now === undefined || then === undefined ? (now ?? then) : now & then;
}

/** With these permissions, never wider on the way; without any, with those that a new file gets. */
function writeDurably(file: string, content: Buffer, isProgram: boolean, permissions: number | undefined): void {
  const handle = openSync(file, 'wx', permissions === undefined ? (isProgram ? 0o777 : 0o666) : 0o600);
  try {
    if (permissions !== undefined) fchmodSync(handle, permissions);
    for (let written = 0; written < content.length; ) written += writeSync(handle, content, written);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A folder that holds no file any more goes with its last, unless it is to stay. */
function removeEmptyFolders(folder: string, file: string, staying: Folders): void {
  for (let parent = path.posix.dirname(file); parent !== '.' && !staying.has(parent); parent = path.posix.dirname(parent)) {
    const full = path.join(folder, parent);
    if (statsOf(full)?.isDirectory() === false) return;
    try {
      rmdirSync(full);
    } catch {
      // Not empty, or gone already with another file: then its parent may still be empty.
      if (statsOf(full)) return;
    }
  }
}

function failure(file: string, done: 'removed' | 'written', error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  const sentence = `${file} could not be ${done} (${reason}). Nothing was restored. See that there is room and that you may write there, then try again.`;
  return new AppError('STORE_FAILED', sentence, undefined, { cause: error });
}
