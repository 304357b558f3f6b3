import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/lib/appError';
import type { FileSnapshot, LeftOutFile } from '../../shared/session/files';
import type { FileStep, PreparedRestore } from '../sessions/ports';
import { fileState, isSameEntry, leadsThroughFolders } from './fileState';
import type { OfFile } from './fileStep';
import type { Git } from './git';
import { ignoredAmong } from './listFiles';
import type { IsOwnFile } from './ownFiles';
import { treeChanges, treeSteps } from './treeDiff';
import { withModes } from './withModes';
import { openWorkTree, type WorkTree } from './workTree';

/**
 * What bringing back `target` means for the files as they are (`before`):
 * 1. every file in which the two differ is a step, but
 * 2. a file that the target left out or ignored is not deleted, since it may have been there all the time, and
 * 3. Stepgraph's own files, which older snapshots may hold, are no business of it, and
 * 4. a file that is there though no snapshot has it is never overwritten: it is in the way unless it is what is wanted already.
 */
export async function planRestore(
  git: Git,
  target: FileSnapshot,
  before: FileSnapshot,
  knownTree: string | undefined,
  isOwn: IsOwnFile,
): Promise<PreparedRestore> {
  await checkTree(git, target.tree);
  const work = await openWorkTree(git, target.workDir);
  const all = (await treeSteps(git, before.tree, target.tree)).filter(({ path: file }) => !isOwn(file));
  const kept = await neverKept(git, work, target, all);
  const wanted = all.filter(({ path: file }) => !kept.has(file));
  const removed = new Set(wanted.filter(({ from }) => from !== null).map(({ path: file }) => file));
  const isInTheWay = (step: OfFile) => step.from === null && isBlocked(work.folder, step, removed);
  const steps = wanted.filter((step) => !isDone(work.folder, step));
  const paths = new Set(steps.map(({ path: file }) => file));
  const changes = await treeChanges(git, before.tree, target.tree, all);
  const whole = await withModes(git, work.folder, { target, before }, steps);
  const byOthers = await changedSince(git, knownTree, before, steps);
  const blocked = steps.filter(isInTheWay).map(({ path: file }) => file);
  return {
    before,
    steps: whole,
    plan: {
      id: nameOf(whole, byOthers, blocked),
      changes: changes.filter(({ path: file }) => paths.has(file)),
      changedSince: byOthers,
      blocked,
    },
  };
}

/** Equal names are equal plans, down to what each file holds before and after. */
function nameOf(steps: readonly FileStep[], byOthers: readonly string[], blocked: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([steps, byOthers, blocked]))
    .digest('hex');
}

async function checkTree(git: Git, tree: string): Promise<void> {
  const { status } = await git.run(['cat-file', '-e', `${tree}^{tree}`], { accept: [1, 128] });
  if (status !== 0)
    throw new AppError('NOT_FOUND', 'The files of this checkpoint are not in the store any more. Restore it without files.');
}

/** An added file that is there already, ignored or left out, but just as it is to be. */
function isDone(folder: string, { path: file, from, to }: OfFile): boolean {
  return from === null && isSameEntry(fileState(folder, file), to);
}

/** Something no snapshot has stands where the file belongs, or where a folder on its way belongs. */
function isBlocked(folder: string, { path: file }: OfFile, removed: ReadonlySet<string>): boolean {
  const parents = file.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/'));
  if (parents.some((parent) => removed.has(parent))) return false;
  if (!leadsThroughFolders(folder, file)) return true;
  const state = fileState(folder, file);
  // A folder in which everything goes is gone by then.
  if (state === 'other') return ![...removed].some((other) => other.startsWith(`${file}/`));
  return state !== null;
}

/** What the session did not leave as it is. Knowing nothing of the folder, it left nothing so. */
async function changedSince(
  git: Git,
  knownTree: string | undefined,
  before: FileSnapshot,
  steps: readonly OfFile[],
): Promise<readonly string[]> {
  const paths = steps.map(({ path: file }) => file);
  if (knownTree === undefined) return paths;
  const changed = new Set((await treeSteps(git, knownTree, before.tree)).map(({ path: file }) => file));
  return paths.filter((file) => changed.has(file));
}

/** Of the files that the target does not have: those it would not have had in any case. */
async function neverKept(git: Git, work: WorkTree, target: FileSnapshot, steps: readonly OfFile[]): Promise<ReadonlySet<string>> {
  const missing = steps.filter(({ to }) => to === null).map(({ path: file }) => file);
  const leftOut = missing.filter((file) => target.leftOut.some((other) => isWithin(file, other)));
  return new Set([...leftOut, ...(await ignoredBy(git, work, target.tree, missing))]);
}

function isWithin(file: string, leftOut: LeftOutFile): boolean {
  return file === leftOut.path || file.startsWith(`${leftOut.path}/`);
}

/** Those of the paths that the `.gitignore` files of a tree name; asked of git, in a folder that holds nothing but these files. */
async function ignoredBy(git: Git, work: WorkTree, tree: string, paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const names = (await git.list(['ls-tree', '-r', '-z', '--name-only', tree])).map(String);
  const ignoreFiles = names.filter((file) => file === '.gitignore' || file.endsWith('/.gitignore'));
  const folder = mkdtempSync(path.join(git.folder, 'ignores-'));
  try {
    for (const file of ignoreFiles) {
      const { output } = await git.run(['cat-file', 'blob', `${tree}:${file}`]);
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), output);
    }
    return await ignoredAmong(git, { ...work, folder, root: folder }, paths);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
