import fs from 'node:fs/promises'; // whole, since Node 20 has no glob: see refuseOldNode
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What runtimes add to a name by themselves. */
const LEFT_OUT =
  ' .js .cjs .mjs .ts .cts .mts .tsx .jsx .json .node .wasm .py .rb .pl .pm .php .lua .class .jar .so .sh .cmd .bat .ps1 .exe'.split(' ');
/** The folder of the server, as the system calls it. */
const OWN_FOLDER = /^\/proc\/(?:thread-)?self\/cwd\//;
/** Of the files that a pattern fits so many count. */
const MOST_FITTING = 200;

/** Where a word leads to: as a path, as an address of a file, and where it says `~`. */
export function namesOf(folder: string, word: string): readonly string[] {
  const isAddress = /^file:/i.test(word) || (/[%?#]/.test(word) && !/^[a-z][\w+.-]*:/i.test(word));
  // Behind a link, `..` leads elsewhere than by the letters.
  const asWritten = word.includes('..') ? [path.isAbsolute(word) ? word : `${folder}/${word}`] : [];
  return [
    path.resolve(folder, word),
    ...asWritten,
    ...(isAddress ? fileOf(word, folder) : []),
    ...(OWN_FOLDER.test(word) ? [path.join(folder, word.replace(OWN_FOLDER, ''))] : []),
    ...(word.startsWith('~/') ? [path.join(homedir(), word.slice(2))] : []),
  ];
}

function fileOf(address: string, folder: string): readonly string[] {
  try {
    const file = fileURLToPath(new URL(address, pathToFileURL(folder + path.sep)));
    return file.includes('\0') ? [] : [file];
  } catch {
    return [];
  }
}

/** The same with what runtimes add, and where they keep modules and programs. */
export function placesOf(folder: string, word: string): readonly string[] {
  const isBare = !/[/\\]/.test(word);
  const module = path.resolve(folder, word.replaceAll(/\.|::/g, '/'));
  const modules = isBare && /[.:]|^\w+$/.test(word) ? ['.py', '.pm', '.class'].map((ending) => module + ending) : [];
  const places = namesOf(folder, word).flatMap((place) => LEFT_OUT.map((ending) => place + ending));
  return [...places, ...modules, ...(isBare ? [path.join(folder, 'node_modules', '.bin', word)] : [])];
}

/** Patterns that go through many folders are not followed, nor those that say nothing. */
export function isPattern(word: string): boolean {
  const isOne = /[*?[{]/.test(word) && /\w/.test(word) && !/[\n;|&<>()'"`$]/.test(word);
  return isOne && word.split('/').filter((part) => /[*?[{]/.test(part)).length <= 2;
}

/** The files and folders that a pattern fits. */
export async function filesFitting(folder: string, word: string): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const file of fs.glob(word.replaceAll(/\*{2,}/g, '*'), { cwd: folder })) {
      found.push(path.resolve(folder, file));
      if (found.length === MOST_FITTING) break;
    }
  } catch {
    // What cannot be looked at would not start either.
  }
  return found.sort();
}
