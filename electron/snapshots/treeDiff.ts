import type { FileChange } from '../../shared/session/files';
import type { FileEntry } from '../sessions/ports';
import type { OfFile } from './fileStep';
import type { Git } from './git';

/** How the files of one tree become those of another, in the order of their paths. */
export async function treeSteps(git: Git, from: string, to: string): Promise<readonly OfFile[]> {
  const parts = (await git.list(['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', '--no-abbrev', from, to])).map(String);
  const steps: OfFile[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) steps.push(step(parts[index] ?? '', parts[index + 1] ?? ''));
  return steps;
}

/** Lines that people would still read; what is longer is counted only. */
const LONGEST_PATCH_LINES = 2_000;
const MOST_PATCH_LINES = 20_000;
const MOST_PATCH_BYTES = 4 * 1024 * 1024;

/** The same for people: how many lines, and which. */
export async function treeChanges(git: Git, from: string, to: string, steps: readonly OfFile[]): Promise<readonly FileChange[]> {
  if (steps.length === 0) return [];
  const counts = await lineCounts(git, from, to);
  const shown = worthShowing(steps, counts);
  const patches = await patchesOf(git, from, to, shown);
  return steps.map(({ path, from: before, to: after }) => {
    const { insertions, deletions, isBinary } = counts.get(path) ?? NO_LINES;
    const status = before === null ? 'added' : after === null ? 'deleted' : 'modified';
    return { path, status, isBinary, insertions, deletions, patch: patches.get(path) ?? null };
  });
}

type LineCount = { readonly insertions: number; readonly deletions: number; readonly isBinary: boolean };
const NO_LINES: LineCount = { insertions: 0, deletions: 0, isBinary: false };

async function lineCounts(git: Git, from: string, to: string): Promise<ReadonlyMap<string, LineCount>> {
  const parts = await git.list(['diff-tree', '-r', '-z', '--numstat', '--no-renames', '--no-ext-diff', '--no-textconv', from, to]);
  return new Map(
    parts.map((part) => {
      const [insertions = '', deletions = '', ...path] = part.toString('utf8').split('\t');
      const isBinary = insertions === '-';
      return [
        path.join('\t'),
        isBinary ? { ...NO_LINES, isBinary } : { insertions: Number(insertions), deletions: Number(deletions), isBinary },
      ];
    }),
  );
}

/** Paths in order, as many as fit. */
function worthShowing(steps: readonly OfFile[], counts: ReadonlyMap<string, LineCount>): readonly string[] {
  let lines = 0;
  return steps.flatMap(({ path }) => {
    const { insertions, deletions, isBinary } = counts.get(path) ?? NO_LINES;
    const size = insertions + deletions;
    if (isBinary || size > LONGEST_PATCH_LINES || lines + size > MOST_PATCH_LINES) return [];
    lines += size;
    return [path];
  });
}

/** Git prints one piece per path in the order of the paths; no line of a patch can look like the head of a piece. */
async function patchesOf(git: Git, from: string, to: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const options = ['-r', '-p', '--no-renames', '--no-color', '--no-ext-diff', '--no-textconv'];
  const args = ['--literal-pathspecs', 'diff-tree', ...options, from, to, '--', ...paths];
  const { output, isCut } = await git.run(args, { mostOutputBytes: MOST_PATCH_BYTES });
  const pieces = output
    .toString('utf8')
    .split(/^diff --git /m)
    .slice(1);
  const whole = isCut ? pieces.slice(0, -1) : pieces;
  return new Map(whole.map((piece, index) => [paths[index] ?? '', hunksOf(piece)]));
}

function hunksOf(piece: string): string {
  const start = piece.search(/^@@ /m);
  return start === -1 ? '' : piece.slice(start).trimEnd();
}

/** `:100644 100755 <name> <name> M` */
function step(raw: string, path: string): OfFile {
  const [fromMode = '', toMode = '', from = '', to = ''] = raw.slice(1).split(' ');
  return { path, from: entry(fromMode, from), to: entry(toMode, to) };
}

function entry(mode: string, object: string): FileEntry | null {
  return mode === '100644' || mode === '100755' || mode === '120000' ? { mode, object } : null;
}
