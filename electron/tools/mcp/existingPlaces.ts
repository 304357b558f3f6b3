import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Those of some places that exist and are of a kind. */
export type Existing = (places: readonly string[], kind: 'file' | 'folder') => Promise<readonly string[]>;

/** Looks at each folder once, so that many names cost little. What it saw stays as it was: for one use. */
export function createExisting(): Existing {
  const folders = new Map<string, Promise<ReadonlySet<string> | 'unknown'>>();

  async function mayExist(place: string): Promise<boolean> {
    const folder = path.dirname(place);
    const listed = folders.get(folder) ?? namesIn(folder);
    folders.set(folder, listed);
    const names = await listed;
    const name = path.basename(place);
    return names === 'unknown' || /^\.*$/.test(name) || names.has(unified(name));
  }

  return async (places, kind) => {
    const found: string[] = [];
    for (const place of new Set(places)) if ((await mayExist(place)) && (await kindOf(place)) === kind) found.push(place);
    return found;
  };
}

/** A folder that can be entered may still not be listed. */
async function namesIn(folder: string): Promise<ReadonlySet<string> | 'unknown'> {
  try {
    return new Set((await readdir(folder)).map(unified));
  } catch (error) {
    return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(Object(error).code) ? new Set() : 'unknown';
  }
}

/** Some file systems take names for the same that differ in case or in how letters are composed. */
function unified(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

async function kindOf(place: string): Promise<'file' | 'folder' | undefined> {
  try {
    const stats = await stat(place);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : undefined;
  } catch {
    return undefined;
  }
}
