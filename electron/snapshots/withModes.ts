import path from 'node:path';
import type { FileSnapshot } from '../../shared/session/files';
import type { FileEntry, FileStep, FolderEntry } from '../sessions/ports';
import type { OfFile } from './fileStep';
import { foldersAbove } from './foldersOf';
import type { Git } from './git';
import { type KeptModes, readModes } from './keptModes';
import { privateModes } from './privateModes';
import { statsOf } from './statsOf';

/**
 * The steps of a restore with what git does not know of them: the permissions of the files, and a step for each folder on the way to one. A folder
 * that is not there comes back as it was; one that stood there without files does not go with those it has now.
 */
export async function withModes(
  git: Git,
  folder: string,
  snapshots: { readonly target: FileSnapshot; readonly before: FileSnapshot },
  steps: readonly OfFile[],
): Promise<readonly FileStep[]> {
  const target = (await readModes(git, snapshots.target)) ?? modesOfEarlierVersions(git, folder);
  const before = await readModes(git, snapshots.before);
  const files = steps.map(({ path: file, from, to }) => ({
    path: file,
    from: withPermissions(from, before?.ofFile(file, from?.mode ?? '100644')),
    to: withPermissions(to, target.ofFile(file, to?.mode ?? '100644')),
  }));
  const holding = foldersAbove(steps.filter(({ to }) => to !== null).map(({ path: file }) => file));
  const folders = [...foldersAbove(steps.map(({ path: file }) => file))].map((name) => ({
    path: name,
    from: folderNow(path.join(folder, name)),
    to: holding.has(name) || target.bare.has(name) ? folderEntry(target.ofFolder(name)) : null,
  }));
  return [...files, ...folders.filter(({ from, to }) => from !== null || to !== null)];
}

function modesOfEarlierVersions(git: Git, folder: string): KeptModes {
  const modes = privateModes(git.folder, folder);
  return { ofFile: (file) => modes.get(file), ofFolder: () => undefined, bare: new Set() };
}

function withPermissions(entry: FileEntry | null, permissions: number | undefined): FileEntry | null {
  return entry === null || permissions === undefined ? entry : { ...entry, permissions };
}

function folderNow(folder: string): FolderEntry | null {
  const stats = statsOf(folder);
  return stats?.isDirectory() ? folderEntry(stats.mode & 0o7777) : null;
}

function folderEntry(permissions: number | undefined): FolderEntry {
  return { mode: '040000', ...(permissions !== undefined && { permissions }) };
}
