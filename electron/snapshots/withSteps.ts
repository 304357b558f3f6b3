import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { FileStep } from '../sessions/ports';
import { isFileStep, type OfFile } from './fileStep';
import type { Git } from './git';
import { holdTree } from './treeRefs';

/** The tree that comes of another when the steps' files are in it as they are after the steps. Touches no work directory. */
export async function withSteps(git: Git, tree: string, steps: readonly FileStep[]): Promise<string> {
  if (steps.length === 0) return tree;
  const indexes = path.join(git.folder, 'indexes');
  mkdirSync(indexes, { recursive: true, mode: 0o700 });
  const index = path.join(indexes, `tree.${process.pid}-${randomUUID()}`);
  try {
    await git.run(['read-tree', tree], { index });
    // What goes comes first: a file may take the place of a folder.
    const lines = steps
      .filter(isFileStep)
      .sort((a, b) => Number(a.to !== null) - Number(b.to !== null))
      .map(indexLine);
    await git.run(['update-index', '-z', '--replace', '--index-info'], { index, input: lines.join('') });
    const made = await git.text(['write-tree'], { index });
    holdTree(git.folder, made);
    return made;
  } finally {
    rmSync(index, { force: true });
    rmSync(`${index}.lock`, { force: true });
  }
}

function indexLine({ path: file, to }: OfFile): string {
  return to === null ? `0 ${'0'.repeat(40)}\t${file}\0` : `${to.mode} ${to.object}\t${file}\0`;
}
