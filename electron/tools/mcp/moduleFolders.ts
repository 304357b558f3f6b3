import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Where interpreters look for modules, by the variable that says so, and what they load from there. */
const MODULES: readonly { readonly variable: RegExp; readonly files: RegExp }[] = [
  { variable: /^NODE_PATH$/i, files: /\.(?:[cm]?js|[cm]?ts|node)$|^package\.json$/i },
  { variable: /^PYTHON(?:PATH|HOME|USERBASE)$/i, files: /\.(?:py|pyw|so|pyd|pth|zip|egg)$/i },
  { variable: /^(?:RUBYLIB|GEM_HOME|GEM_PATH)$/i, files: /\.(?:rb|so|bundle|gemspec)$/i },
  { variable: /^PERL(?:5LIB|LIB)$/i, files: /\.(?:pl|pm|so)$/i },
  { variable: /^CLASSPATH$/i, files: /\.(?:class|jar)$/i },
  { variable: /^LUA_C?PATH/i, files: /\.(?:lua|so)$/i },
  { variable: /^PHP_INI_SCAN_DIR$/i, files: /\.(?:ini|php)$/i },
  { variable: /^(?:LD|DYLD)_(?:LIBRARY_PATH|FALLBACK_LIBRARY_PATH)$/i, files: /\.(?:so[.\d]*|dylib)$/i },
];
/** The nearest to the folder first; what lies beyond is not part of an agreement. */
const MOST_ENTRIES = 5_000;
const SKIPPED = /^(?:__pycache__|\.git)$/;

/** The folders that one of the settings names for modules, absolute. */
export function moduleFolders(settings: readonly (readonly [name: string, value: string])[], cwd: string): readonly string[] {
  return settings.flatMap(([name, value]) => (MODULES.some(({ variable }) => variable.test(name)) ? foldersIn(value, cwd) : []));
}

/** The files in them that are modules, however deep. */
export async function moduleFiles(settings: readonly (readonly [name: string, value: string])[], cwd: string): Promise<readonly string[]> {
  const found = await Promise.all(
    settings.map(async ([name, value]) => {
      const kind = MODULES.find(({ variable }) => variable.test(name));
      return kind ? await Promise.all(foldersIn(value, cwd).map((folder) => filesIn(folder, kind.files))) : [];
    }),
  );
  return found.flat(2);
}

/** Patterns such as `lib/?.lua` begin with a folder. */
function foldersIn(value: string, cwd: string): readonly string[] {
  const parts = value.split(/;/).flatMap((part) => part.split(path.delimiter));
  return parts.filter((part) => part !== '').map((part) => path.resolve(cwd, part.replace(/[*?].*$/s, '') || '.'));
}

async function filesIn(root: string, files: RegExp): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [root];
  let left = MOST_ENTRIES;
  for (let place = 0; place < folders.length && left > 0; place += 1) {
    const folder = folders[place] ?? root;
    const entries = (await entriesOf(folder)).slice(0, left);
    left -= entries.length;
    for (const entry of entries) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() && !SKIPPED.test(entry.name)) folders.push(file);
      else if (files.test(entry.name)) found.push(file);
    }
  }
  return found;
}

/** In an order that does not change. A file in the place of a folder is a module by itself, as an archive is. */
async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}
