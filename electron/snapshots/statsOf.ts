import { lstatSync, type Stats } from 'node:fs';

/** What is at a path, links not followed; undefined when there is nothing, also where a file stands in place of a folder on the way. */
export function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}
