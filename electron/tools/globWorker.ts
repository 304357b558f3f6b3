import type { KeptBack, SearchTools } from './searchThread';

export type GlobRequest = KeptBack & {
  /** An absolute folder without symbolic links in it. */
  readonly root: string;
  readonly pattern: string;
  /** The newest so many files are answered. */
  readonly limit: number;
};

export type GlobAnswer = { readonly files: readonly string[]; readonly total: number; readonly isLeftOut: boolean };

/** Runs on a search thread, sent there as text: it may use nothing from outside its own body. Answers absolute paths. */
export async function findFiles(
  { root, pattern, limit, base, withheld }: GlobRequest,
  { openInside, markMatching }: SearchTools,
): Promise<GlobAnswer> {
  const fs = process.getBuiltinModule('node:fs');
  const path = process.getBuiltinModule('node:path');

  let isLeftOut = false;

  const isNoise = (entry: { name: string }) => {
    markMatching();
    return entry.name === '.git' || entry.name === 'node_modules';
  };

  const isWithheld = (file: string): boolean => {
    const relative = path.relative(base, file).split(path.sep).join('/');
    return withheld.some((expression) => expression.test(relative));
  };

  /** A pattern can name a link to a folder, and the matcher follows it: what really lies elsewhere is none of the root's files. */
  const timeIfInside = (file: string): number | undefined => {
    try {
      const real = fs.realpathSync(file);
      if (isWithheld(file) || isWithheld(real)) {
        isLeftOut = true;
        return undefined;
      }
      const descriptor = openInside(real, root);
      const { mtimeMs } = fs.fstatSync(descriptor);
      fs.closeSync(descriptor);
      return mtimeMs;
    } catch {
      return undefined;
    }
  };

  const found: { file: string; modifiedAt: number }[] = [];
  markMatching();
  for await (const entry of fs.promises.glob(pattern, { cwd: root, withFileTypes: true, exclude: isNoise })) {
    markMatching(false);
    const file = path.join(entry.parentPath, entry.name);
    const modifiedAt = entry.isFile() ? timeIfInside(file) : undefined;
    if (modifiedAt !== undefined) found.push({ file, modifiedAt });
    markMatching();
  }
  found.sort((a, b) => b.modifiedAt - a.modifiedAt || (a.file < b.file ? -1 : 1));
  return { files: found.slice(0, limit).map(({ file }) => file), total: found.length, isLeftOut };
}
