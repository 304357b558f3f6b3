import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { flushFolder } from './flushFolder';
import type { Git } from './git';
import { isMissing } from './isMissing';

/** What holds a tree, so that it is not cleaned away; deleting it lets go of it. */
export function refOf(tree: string): string {
  return `refs/trees/${tree}`;
}

const MODES_REFS = 'refs/modes';

/** What holds the modes of a tree's files (keptModes.ts) as long as the tree is held. A tree may have been seen with several. */
function modesRefOf(tree: string, modes: string): string {
  return `${MODES_REFS}/${tree}-${modes}`;
}

/** The refs of modes whose trees are not among these. */
export async function staleModesRefs(git: Git, trees: ReadonlySet<string>): Promise<readonly string[]> {
  const refs = (await git.text(['for-each-ref', '--format=%(refname)', MODES_REFS])).split('\n').filter(Boolean);
  return refs.filter((ref) => !trees.has(ref.slice(MODES_REFS.length + 1).split('-', 1)[0] ?? ''));
}

/** The beginning of names under which refs are written before they get their own. */
export const UNFINISHED_REF = 'ref-';

export function holdTree(storeFolder: string, tree: string): void {
  hold(storeFolder, refOf(tree), tree);
}

export function holdModes(storeFolder: string, tree: string, modes: string): void {
  hold(storeFolder, modesRefOf(tree, modes), modes);
}

/**
 * Holds an object, durably. Written by renaming and not by git: git locks a ref by a file, which stays behind when git is killed and then forbids
 * that ref for good. Here no lock is needed, since a ref that names its object can have one value only.
 */
function hold(storeFolder: string, ref: string, object: string): void {
  const [file, unfinished] = [path.join(storeFolder, ref), path.join(storeFolder, `${UNFINISHED_REF}${randomUUID()}`)];
  const handle = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(handle, `${object}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    renameInto(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  flushFolder(path.dirname(file));
}

/** Git takes a folder of refs away with its last; another process may just have done so. */
function renameInto(from: string, to: string, triesLeft = 5): void {
  mkdirSync(path.dirname(to), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isMissing(error) || triesLeft === 0) throw error;
    renameInto(from, to, triesLeft - 1);
  }
}
