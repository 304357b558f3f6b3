import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Git, LONGEST_CALL_MS } from './git';
import { refOf, staleModesRefs, UNFINISHED_REF } from './treeRefs';

/** Things a killed process left lying about are older than any use of them. */
const LEFT_LYING_MS = 60 * 60_000;
/** No git of ours lives so long, so nobody holds such a lock: it was left by one that was killed. */
const STALE_LOCK_MS = 2 * LONGEST_CALL_MS;
/** Loose objects beyond which packing pays. */
const PACK_ABOVE = 2_000;

/**
 * Lets go of the trees that no checkpoint has any more and, now and then, packs what remains. Objects younger than a day stay in any case
 * (`gc.pruneExpire`).
 */
export async function letGoOfTrees(git: Git, keptTrees: () => ReadonlySet<string> | undefined): Promise<void> {
  if (!existsSync(path.join(git.folder, 'HEAD'))) return;
  removeLeftovers(git.folder);
  const held = (await git.text(['for-each-ref', '--format=%(objectname)', 'refs/trees'])).split('\n').filter(Boolean);
  const kept = keptTrees();
  if (!kept) return;
  const stale = [...held.filter((tree) => !kept.has(tree)).map(refOf), ...(await staleModesRefs(git, kept))];
  if (stale.length > 0) await git.run(['update-ref', '--stdin'], { input: stale.map((ref) => `delete ${ref}\n`).join('') });
  await git.run(['-c', `gc.auto=${PACK_ABOVE}`, 'gc', '--auto', '--quiet']);
}

function removeLeftovers(folder: string): void {
  const indexes = path.join(folder, 'indexes');
  const own = existsSync(indexes) ? readdirSync(indexes).filter((name) => name.includes('.')) : [];
  const parts = readdirSync(folder).filter((name) => name.startsWith('ignores-') || name.startsWith(UNFINISHED_REF));
  removeOlder(indexes, own, LEFT_LYING_MS);
  removeOlder(folder, parts, LEFT_LYING_MS);
  for (const locked of [folder, path.join(folder, 'refs', 'trees'), path.join(folder, 'refs', 'modes')])
    removeOlder(locked, locksIn(locked), STALE_LOCK_MS);
}

function locksIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.lock')) : [];
}

function removeOlder(folder: string, names: readonly string[], thanMs: number): void {
  for (const file of names.map((name) => path.join(folder, name))) {
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > thanMs) rmSync(file, { recursive: true, force: true });
  }
}
