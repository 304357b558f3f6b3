import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { FileStep, FolderEntry } from '../sessions/ports';
import { leadsThroughFolders } from './fileState';
import { isFolder } from './fileStep';
import { statsOf } from './statsOf';

/** The folders that are to be there afterwards, by path. */
export type Folders = ReadonlyMap<string, FolderEntry>;

export function keptFolders(steps: readonly FileStep[]): Folders {
  return new Map(steps.flatMap(({ path: folder, to }) => (isFolder(to) ? [[folder, to]] : [])));
}

/** Those on the way to a file: never open to more people than they are to be, but for now open to us, who have to put files there. */
export function makeFolders(root: string, file: string, folders: Folders): void {
  const parts = file.split('/').slice(0, -1);
  for (const [depth] of parts.entries()) {
    const folder = parts.slice(0, depth + 1).join('/');
    const permissions = folders.get(folder)?.permissions;
    const full = path.join(root, folder);
    if (!statsOf(full)) mkdirSync(full, permissions === undefined ? {} : { mode: permissions | 0o700 });
  }
}

/** Of the folders that were not there before; again after a crash, since only the steps tell who made them. The innermost first. */
export function giveFoldersTheirModes(root: string, steps: readonly FileStep[]): void {
  const made = steps.filter(({ from, to }) => from === null && isFolder(to));
  for (const { path: folder, to } of made.toSorted((a, b) => b.path.length - a.path.length)) {
    const full = path.join(root, folder);
    const isThere = leadsThroughFolders(root, folder) && statsOf(full)?.isDirectory();
    if (isThere && to?.permissions !== undefined) chmodSync(full, to.permissions);
  }
}
