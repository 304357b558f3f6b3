import { lstatSync } from 'node:fs';
import path from 'node:path';
import { isWithin, realPlace } from './places';
import type { ShellScript } from './shellScript';
import { isFixed } from './shellWord';

const MOST_FOLDERS = 16;
const known = new WeakMap<ShellScript, { readonly workDir: string; readonly folders: readonly string[] | undefined }>();

/** Every folder that a command of the script may run in, whatever runs before it, by its real name; nothing if that cannot be told. */
export function foldersOf(script: ShellScript, workDir: string): readonly string[] | undefined {
  const before = known.get(script);
  if (before?.workDir === workDir) return before.folders;
  const folders = findFolders(script, workDir);
  known.set(script, { workDir, folders });
  return folders;
}

/** The folder one comes to from another; `here` itself where there is none of that name, and nothing where links or `..` are on the way. */
export function folderAt(here: string, target: string, workDir: string): string | undefined {
  const root = realPlace(workDir);
  const own = isWithin(target, workDir) ? path.join(root, path.relative(workDir, target)) : target;
  if (own.split('/').includes('..')) return undefined;
  const place = path.resolve(here, own);
  if (!isWithin(place, root) || realPlace(place) !== place) return undefined;
  return lstatSync(place, { throwIfNoEntry: false }) ? place : here;
}

function findFolders(script: ShellScript, workDir: string): readonly string[] | undefined {
  const found = [realPlace(workDir)];
  const moves = script.commands.filter(({ words: [program] }) => program?.shape === 'cd').map(({ words }) => words[1]);
  // It names other places to look for a folder in.
  if (moves.length > 0 && process.env.CDPATH !== undefined) return undefined;
  for (let place = 0; place < found.length; place += 1) {
    const here = found[place] ?? workDir;
    for (const move of moves) {
      const there = move && isFixed(move) && !move.isInHome ? folderAt(here, move.shape, workDir) : undefined;
      if (there === undefined || found.length > MOST_FOLDERS) return undefined;
      if (!found.includes(there)) found.push(there);
    }
  }
  return found;
}
