import type { FileSnapshot } from '../../shared/session/files';
import type { FileEntry } from '../sessions/ports';
import { type Git, splitAtZero } from './git';
import { holdModes } from './treeRefs';

/** Permission bits by path. */
export type Modes = ReadonlyMap<string, number>;

/** What git does not keep of a folder's contents. */
export type KeptModes = {
  /** Undefined for links, and where it was not kept. */
  ofFile(path: string, mode: FileEntry['mode']): number | undefined;
  ofFolder(path: string): number | undefined;
  /** Folders with nothing in them that is kept. */
  readonly bare: ReadonlySet<string>;
};

export type SeenModes = { readonly files: Modes; readonly folders: Modes; readonly bare: readonly string[] };

/**
 * Files, programs, folders, and folders that are bare. A line is `<kind><octal bits> <path>`; one without a path tells what most of its kind have,
 * so that only the others are written out, whatever is usual on a machine. Lines end with a NUL.
 */
type Kind = 'f' | 'p' | 'd' | 'b';
const LINE = /^([fpdb])([0-7]+) (.*)$/s;
const OWNER_MAY_RUN = 0o100;

/** Keeps them as an object that lives as long as the tree does, and answers its name. */
export async function keepModes(git: Git, tree: string, { files, folders, bare }: SeenModes): Promise<string> {
  const isProgram = ([, mode]: readonly [string, number]) => (mode & OWNER_MAY_RUN) !== 0;
  const lines = [
    ...linesOf(
      'f',
      [...files].filter((file) => !isProgram(file)),
    ),
    ...linesOf('p', [...files].filter(isProgram)),
    ...linesOf('d', [...folders]),
    ...bare.map((folder) => line('b', 0, folder)),
  ];
  const modes = await git.text(['hash-object', '-w', '--stdin'], { input: lines.sort().join('') });
  holdModes(git.folder, tree, modes);
  return modes;
}

/** Undefined for snapshots of earlier versions. */
export async function readModes(git: Git, { modes: object }: Pick<FileSnapshot, 'modes'>): Promise<KeptModes | undefined> {
  if (object === undefined) return undefined;
  const { output } = await git.run(['cat-file', 'blob', object]);
  const modes = new Map<string, number>();
  const usual = new Map<string, number>();
  const bare = new Set<string>();
  for (const part of splitAtZero(output)) {
    const [, kind = '', bits = '', path = ''] = LINE.exec(part.toString('utf8')) ?? [];
    if (kind === 'b') bare.add(path);
    else if (path === '') usual.set(kind, Number.parseInt(bits, 8));
    else modes.set(path, Number.parseInt(bits, 8));
  }
  const find = (path: string, kind: Kind) => modes.get(path) ?? usual.get(kind);
  return {
    ofFile: (path, mode) => (mode === '120000' ? undefined : find(path, mode === '100755' ? 'p' : 'f')),
    ofFolder: (path) => find(path, 'd'),
    bare,
  };
}

function linesOf(kind: Kind, entries: readonly (readonly [string, number])[]): readonly string[] {
  const usual = mostCommon(entries.map(([, mode]) => mode));
  if (usual === undefined) return [];
  return [line(kind, usual, ''), ...entries.filter(([, mode]) => mode !== usual).map(([path, mode]) => line(kind, mode, path))];
}

function line(kind: Kind, mode: number, path: string): string {
  return `${kind}${mode.toString(8)} ${path}\0`;
}

function mostCommon(modes: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const mode of modes) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  return [...counts].reduce<readonly [number | undefined, number]>(
    (most, [mode, count]) => (count > most[1] ? [mode, count] : most),
    [undefined, 0],
  )[0];
}
