import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Git } from './git';
import { refOf } from './takeSnapshot';

/** Things a killed process left lying about are older than any use of them. */
const LEFT_LYING_MS = 60 * 60_000;
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
  const stale = held.filter((tree) => !kept.has(tree));
  if (stale.length > 0) await git.run(['update-ref', '--stdin'], { input: stale.map((tree) => `delete ${refOf(tree)}\n`).join('') });
  await git.run(['-c', `gc.auto=${PACK_ABOVE}`, 'gc', '--auto', '--quiet']);
}

function removeLeftovers(folder: string): void {
  const indexes = path.join(folder, 'indexes');
  const own = existsSync(indexes) ? readdirSync(indexes).filter((name) => name.includes('.')) : [];
  const ignores = readdirSync(folder).filter((name) => name.startsWith('ignores-'));
  for (const file of [...own.map((name) => path.join(indexes, name)), ...ignores.map((name) => path.join(folder, name))]) {
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > LEFT_LYING_MS) rmSync(file, { recursive: true, force: true });
  }
}
