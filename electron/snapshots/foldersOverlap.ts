import { realpathSync } from 'node:fs';
import path from 'node:path';

/** Whether two folders are one, by whatever names, or one lies within the other. Those that are gone are where they would be. */
export function foldersOverlap(one: string, other: string): boolean {
  const [a, b] = [realPath(path.resolve(one)), realPath(path.resolve(other))];
  return isWithin(a, b) || isWithin(b, a);
}

function isWithin(inner: string, outer: string): boolean {
  const way = path.relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

function realPath(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? folder : path.join(realPath(parent), path.basename(folder));
  }
}
