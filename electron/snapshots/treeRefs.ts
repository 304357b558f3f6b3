import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { flushFolder } from './flushFolder';
import { isMissing } from './isMissing';

/** What holds a tree, so that it is not cleaned away; deleting it lets go of it. */
export function refOf(tree: string): string {
  return `refs/trees/${tree}`;
}

/** The beginning of names under which refs are written before they get their own. */
export const UNFINISHED_REF = 'ref-';

/**
 * Holds a tree, durably. Written by renaming and not by git: git locks a ref by a file, which stays behind when git is killed and then forbids
 * that ref for good. Here no lock is needed, since a ref of a tree can have one value only.
 */
export function holdTree(storeFolder: string, tree: string): void {
  const [file, unfinished] = [path.join(storeFolder, refOf(tree)), path.join(storeFolder, `${UNFINISHED_REF}${randomUUID()}`)];
  const handle = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(handle, `${tree}\n`);
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
