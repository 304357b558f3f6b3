import { type Dirent, readdirSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Git } from './git';
import type { Modes } from './keptModes';
import { excludesOf, ignoredAmong } from './listFiles';
import type { IsOwnFile } from './ownFiles';
import { statsOf } from './statsOf';
import { callFor, type WorkTree } from './workTree';

export type WorkFolders = {
  /** Permission bits. */
  readonly modes: Modes;
  /** Those with nothing in them that is kept. */
  readonly bare: readonly string[];
  /** Pipes, sockets and devices: git does not even name them. */
  readonly special: readonly string[];
};

/** Nobody leaves more empty folders on purpose. */
const MOST_BARE = 10_000;
/** Folders between two turns of the event loop. */
const SLICE = 500;

/** The folders of a work tree that are not ignored. `kept`: the files that the index has. */
export async function foldersOf(git: Git, work: WorkTree, index: string, kept: readonly string[], isOwn: IsOwnFile): Promise<WorkFolders> {
  const holding = foldersAbove(kept);
  const bare = new Set(await bareTops(git, work, index));
  const folders = ['', ...holding, ...[...bare].filter((folder) => folder !== '')];
  const modes = new Map<string, number>();
  const special: string[] = [];
  // Grows while it is gone through: what lies in a bare folder is bare as well.
  for (const [position, folder] of folders.entries()) {
    if (position % SLICE === SLICE - 1) await nextTurn();
    const entries = entriesOf(path.join(work.folder, folder));
    const isRepository = folder !== '' && entries.some(({ name }) => name === '.git');
    if (isRepository || isOwn(folder)) {
      bare.delete(folder);
      continue;
    }
    modes.set(folder, (statsOf(path.join(work.folder, folder))?.mode ?? 0) & 0o7777);
    for (const entry of entries) {
      const name = path.posix.join(folder, entry.name);
      if (isSpecial(entry) && !isOwn(name)) special.push(name);
      if (!entry.isDirectory() || !bare.has(folder) || bare.size === MOST_BARE || entry.name === '.git') continue;
      bare.add(name);
      folders.push(name);
    }
  }
  modes.delete('');
  bare.delete('');
  const ignored = new Set(await ignoredAmong(git, work, special));
  return { modes, bare: [...bare], special: special.filter((file) => !ignored.has(file)).sort() };
}

export function foldersAbove(files: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = path.posix.dirname(file); folder !== '.' && !folders.has(folder); folder = path.posix.dirname(folder))
      folders.add(folder);
  }
  return folders;
}

/** The outermost ones; empty when it is the work directory itself. */
async function bareTops(git: Git, work: WorkTree, index: string): Promise<readonly string[]> {
  const names = await git.list(['ls-files', '-z', '--others', '--directory', ...excludesOf(work)], callFor(work, index));
  return names
    .map(String)
    .filter((name) => name.endsWith('/'))
    .map((name) => (name === './' ? '' : name.slice(0, -1)));
}

/** None where it cannot be looked into: that is told of elsewhere. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isSpecial(entry: Dirent): boolean {
  return entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice();
}
