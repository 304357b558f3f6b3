import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/lib/appError';
import type { Git, GitCall } from './git';
import { statsOf } from './statsOf';

/** A work directory as git is to see it. */
export type WorkTree = {
  /** Without links on the way. */
  readonly folder: string;
  /** The repository around it, whose `.gitignore` files count; the folder itself when there is none. */
  readonly root: string;
  /** From root to folder, with `/` at its end; empty when they are the same. */
  readonly prefix: string;
  /** Files with further patterns to ignore: git's own place for those that are nobody else's business. */
  readonly excludeFiles: readonly string[];
};

/** `NOT_FOUND` when there is no such folder. */
export async function openWorkTree(git: Git, workDir: string): Promise<WorkTree> {
  const folder = realFolder(workDir);
  const root = enclosingRepository(folder) ?? folder;
  const tree = describe(folder, root);
  // Inside a folder that its repository ignores, everything would be ignored: it stands for itself then.
  return (await isIgnored(git, tree)) ? describe(folder, folder) : tree;
}

/** How to call git for a work tree. */
export function callFor({ folder, root }: WorkTree, index: string): GitCall {
  return { cwd: folder, workTree: root, index };
}

function realFolder(workDir: string): string {
  try {
    const folder = realpathSync(workDir);
    if (statSync(folder).isDirectory()) return folder;
  } catch {
    // Said below.
  }
  throw new AppError('NOT_FOUND', `The work directory ${workDir} does not exist any more, so its files cannot be kept or brought back.`);
}

function enclosingRepository(folder: string): string | undefined {
  if (exists(path.join(folder, '.git'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : enclosingRepository(parent);
}

function describe(folder: string, root: string): WorkTree {
  const inner = path.relative(root, folder).split(path.sep).join('/');
  const exclude = path.join(root, '.git', 'info', 'exclude');
  return { folder, root, prefix: inner === '' ? '' : `${inner}/`, excludeFiles: isFile(exclude) ? [exclude] : [] };
}

async function isIgnored(git: Git, { root, prefix }: WorkTree): Promise<boolean> {
  if (prefix === '') return false;
  const args = ['check-ignore', '--quiet', '--no-index', '--', `./${prefix.slice(0, -1)}`];
  return (await git.run(args, { cwd: root, workTree: root, accept: [1] })).status === 0;
}

function exists(file: string): boolean {
  return statsOf(file) !== undefined;
}

function isFile(file: string): boolean {
  return statsOf(file)?.isFile() ?? false;
}
