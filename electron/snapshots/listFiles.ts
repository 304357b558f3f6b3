import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isAppError } from '../../shared/lib/appError';
import { type Git, splitAtZero } from './git';
import { statsOf } from './statsOf';
import { callFor, type WorkTree } from './workTree';

export type ListedFiles = {
  /** As git names them; those that end in `/` are repositories. Some may be named twice. */
  readonly found: readonly Buffer[];
  /** In the index, and ignored by now. */
  readonly ignored: ReadonlySet<string>;
  /** Folders that could not be looked into. */
  readonly unreadable: readonly string[];
};

/** What is in a work tree and not ignored, and what was. A file that the person's repository tracks is not ignored, whatever a pattern says. */
export async function listFiles(git: Git, tree: WorkTree, index: string): Promise<ListedFiles> {
  const call = callFor(tree, index);
  const excludes = excludesOf(tree);
  const [found, ignored, tracked] = await Promise.all([
    git.run(['ls-files', '-z', '--cached', '--others', ...excludes], call),
    git.list(['ls-files', '-z', '--cached', '--ignored', ...excludes], call),
    trackedThoughIgnored(git, tree, excludes),
  ]);
  const names = new Set(tracked.map(String));
  return {
    found: [...splitAtZero(found.output), ...tracked],
    ignored: new Set(ignored.map(String).filter((file) => !names.has(file))),
    unreadable: unreadableFolders(found.complaint, tree),
  };
}

/** Options of `git ls-files` that leave out what is ignored. */
export function excludesOf({ excludeFiles }: WorkTree): readonly string[] {
  return ['--exclude-standard', ...excludeFiles.map((file) => `--exclude-from=${file}`)];
}

/** Those of the paths that are ignored in a work tree. */
export async function ignoredAmong(
  git: Git,
  { folder, root, excludeFiles }: WorkTree,
  paths: readonly string[],
): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const excludes = excludeFiles.flatMap((file) => ['-c', `core.excludesFile=${file}`]);
  const { output } = await git.run([...excludes, 'check-ignore', '-z', '--no-index', '--stdin'], {
    cwd: folder,
    workTree: root,
    input: paths.map((file) => `./${file}\0`).join(''), // never taken for pathspec magic
    accept: [1],
  });
  return splitAtZero(output).map((file) => file.toString('utf8').slice(2));
}

/** The person's index is read and never written, and as one of our store: nothing that their configuration says happens. */
async function trackedThoughIgnored(git: Git, tree: WorkTree, excludes: readonly string[]): Promise<readonly Buffer[]> {
  const index = path.join(gitFolderOf(tree.root), 'index');
  if (!statsOf(index)?.isFile()) return [];
  try {
    return await git.list(['ls-files', '-z', '--cached', '--ignored', ...excludes], callFor(tree, index));
  } catch (error) {
    // An index that leans on its repository (split, sparse, of another hash) cannot be read from elsewhere. Patterns alone decide then.
    if (isAppError(error) && error.code === 'STORE_FAILED') return [];
    throw error;
  }
}

/** A work tree beside the main one has a file there that tells where. */
function gitFolderOf(root: string): string {
  const place = path.join(root, '.git');
  if (!statsOf(place)?.isFile()) return place;
  const target = /^gitdir: (.+)$/m.exec(readFileSync(place, 'utf8'))?.[1] ?? '.git';
  return path.resolve(root, target);
}

/** Git only warns of them (dir.c); the paths are relative to the root. */
function unreadableFolders(complaint: string, { prefix }: WorkTree): readonly string[] {
  const folders = [...complaint.matchAll(/^warning: could not open directory '(.+?)\/': /gms)].map(([, folder = '']) => folder);
  return folders.filter((folder) => folder.startsWith(prefix)).map((folder) => folder.slice(prefix.length));
}
