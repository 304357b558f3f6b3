import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { isOpenPlace, realPlace } from './places';
import { ANY } from './shellWord';

/** Larger folders are not looked through while somebody waits for an answer. */
const MOST_ENTRIES = 10_000;
const TAME_NAME = /^[\w.@+=,][\w.@+=,:%~^#[\]{}()&!-]*$/;

export type FolderContents = {
  /** Some link in it leads to what is neither its own nor public. */
  readonly leadsOut: boolean;
  /** Names that `xargs` would not take as they are. */
  readonly hasOddNames: boolean;
};

/** What of a work directory matters to programs that go through all of it; nothing if it is too large to tell. */
export function contentsOf(workDir: string): FolderContents | undefined {
  const folders = [realPlace(workDir)];
  let left = MOST_ENTRIES;
  let leadsOut = false;
  let hasOddNames = false;
  try {
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        left -= 1;
        if (left < 0) return undefined;
        const place = path.join(folder, entry.name);
        hasOddNames ||= !TAME_NAME.test(entry.name);
        if (entry.isDirectory()) folders.push(place);
        else if (entry.isSymbolicLink()) leadsOut ||= !isOpenPlace(place, workDir);
      }
    }
    return { leadsOut, hasOddNames };
  } catch {
    return undefined;
  }
}

/** The files that a pattern of `*`, `?` and `[…]` may fit, and some more; nothing if there are too many to tell. */
export function filesFitting(shape: string, here: string): readonly string[] | undefined {
  let places = [shape.startsWith('/') ? '/' : here];
  let left = MOST_ENTRIES;
  try {
    for (const part of shape.split('/').filter((part) => part !== '' && part !== '.')) {
      const next: string[] = [];
      for (const place of places) {
        if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) continue;
        const names = part.includes(ANY) ? namesFitting(part, place) : [part];
        left -= names.length + 1;
        if (left < 0) return undefined;
        next.push(...names.map((name) => path.join(realPlace(place), name)));
      }
      places = next;
    }
    return places;
  } catch {
    return undefined;
  }
}

function namesFitting(part: string, folder: string): readonly string[] {
  const source = part
    .split(ANY)
    .map((literal) => literal.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&'))
    .join('.*');
  const pattern = new RegExp(`^${source}$`, 's');
  const isParent = part.startsWith('.') && pattern.test('..');
  return [...readdirSync(folder).filter((name) => pattern.test(name)), ...(isParent ? ['..'] : [])];
}
