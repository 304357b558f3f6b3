import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { Reading } from './argumentTable';
import { contentsOf, filesFitting } from './folderContents';
import { foldersOf } from './folders';
import { isNothing, isOpenPlace, isWithin, realPlace } from './places';
import type { ShellScript, SimpleCommand } from './shellScript';
import { ANY, isFixed, type ShellWord } from './shellWord';

const OUTSIDE = 'names something outside of the work directory';
const UNKNOWN = 'reads files whose names are only known then';
const ELSEWHERE = 'runs in a folder that is only known then';
const LINKED = 'may follow links out of the work directory';
const NO_FILE = 'compares what are not two files';

/** Programs that open none of the files they are told of. */
const OPEN_NOTHING = new Set(['echo', 'printf', 'basename', 'dirname']);
/** What lists of names come from, and what may stand between: what they print are names that the work directory has. */
const LISTING_FIND =
  /^(-(i?name|i?path|i?regex|wholename|type|not|o|or|a|and|print0?|maxdepth|mindepth|newer|mtime|mmin|size|empty|prune)$|[^-])/;
/** They pass whole lines on, of what they are fed and of nothing else. */
const FILTERS: { readonly [program: string]: RegExp } = {
  head: /^(-n ?\d+|-\d+)?$/,
  tail: /^(-n ?\d+|-\d+)?$/,
  sort: /^(-[ruV]+)?$/,
  grep: /^(-[vEFiw]+ )*[^- ][^ ]*$/,
};

/** Why what a program opens is not sure to be the work directory's own. */
export function whyNotInside({ places, files }: Reading, script: ShellScript, workDir: string): string | undefined {
  const folders = foldersOf(script, workDir);
  if (!folders) return ELSEWHERE;
  // Names that were found are judged where they come from.
  for (const word of [...places, ...files].filter(({ isFound }) => !isFound)) {
    if (word.literal !== undefined || word.isFilePattern) {
      if (!isWordOpen(word, folders, workDir)) return OUTSIDE;
    } else if (word.variable === undefined || !script.fileVariables.includes(word.variable)) return UNKNOWN;
  }
  const areFiles = files.every(({ literal }) => literal !== undefined && folders.every((folder) => isFile(path.resolve(folder, literal))));
  return areFiles ? undefined : NO_FILE;
}

/** Whether words that stand outside of commands, as those that a loop goes through, name and fit nothing outside of the work directory. */
export function nameOnlyInside(words: readonly ShellWord[], script: ShellScript, workDir: string): boolean {
  const folders = foldersOf(script, workDir);
  return (
    folders !== undefined &&
    words.every((word) => word.staysText || ((isFixed(word) || word.isFilePattern) && isWordOpen(word, folders, workDir)))
  );
}

/** A name that nothing has is none that could be read otherwise. */
function isFile(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** Why what `find` starts for each file might read others than the work directory's own. */
export function whyFoundOutside({ words }: SimpleCommand, script: ShellScript, workDir: string): string | undefined {
  const folders = foldersOf(script, workDir);
  if (!folders) return ELSEWHERE;
  const isPlain = !words.some(({ shape }) => /^(-o|-or|!|-not|,|\(|\)|-L|-follow)$/.test(shape));
  const areFiles = isPlain && words.some(({ shape }, place) => shape === '-type' && words[place + 1]?.shape === 'f');
  if (reachOut(words, folders, workDir)) return LINKED;
  return areFiles || isClosed(words, folders, workDir) ? undefined : LINKED;
}

/** Why the names that `xargs` reads might be others than the work directory's own. */
export function whyReadOutside(command: SimpleCommand, script: ShellScript, workDir: string): string | undefined {
  const folders = foldersOf(script, workDir);
  if (!folders) return ELSEWHERE;
  if (!script.commands.includes(command)) return UNKNOWN;
  const others = script.commands.filter((other) => other !== command);
  if (!others.some(listsNames) || !others.every((other) => listsNames(other) || filters(other))) return UNKNOWN;
  if (script.redirections.some(({ type, operator }) => type !== 'Redirect' || operator.startsWith('<'))) return UNKNOWN;
  if (others.some(({ words }) => reachOut(words.slice(1), folders, workDir))) return OUTSIDE;
  const contents = contentsOf(workDir);
  if (!contents || contents.leadsOut) return LINKED;
  return contents.hasOddNames ? UNKNOWN : undefined;
}

/** Whether it matters what files a program is told of. */
export function mayOpenFiles({ words: [program] }: SimpleCommand): boolean {
  return !OPEN_NOTHING.has(program?.shape ?? '');
}

function listsNames({ words: [program, ...words] }: SimpleCommand): boolean {
  return program?.literal === 'find' && words.every(({ literal }) => literal !== undefined && LISTING_FIND.test(literal));
}

function filters({ words: [program, ...words] }: SimpleCommand): boolean {
  const name = program?.literal ?? '';
  const text = words.map(({ literal = ' ' }) => literal).join(' ');
  return Object.hasOwn(FILTERS, name) && FILTERS[name]?.test(text) === true && words.every(({ literal }) => literal !== '');
}

function isClosed(words: readonly ShellWord[], folders: readonly string[], workDir: string): boolean {
  return !reachOut(words, folders, workDir) && contentsOf(workDir)?.leadsOut === false;
}

/** Whether some word names what exists outside of the work directory, be it public. */
function reachOut(words: readonly ShellWord[], folders: readonly string[], workDir: string): boolean {
  const root = realPlace(workDir);
  return words.some(({ shape }) =>
    folders.some((folder) => {
      const place = path.resolve(folder, shape.replaceAll(ANY, ''));
      return !isWithin(realPlace(place), root) && !isNothing(place);
    }),
  );
}

function isWordOpen(word: ShellWord, folders: readonly string[], workDir: string): boolean {
  if (word.isInHome || word.value.length > 4_096) return false;
  return folders.every((folder) => {
    if (isFixed(word)) return isPlaceOpen(word.value, folder, workDir);
    const isPlain = (place: string) => word.shape.includes('/') || !path.basename(place).startsWith('-');
    return filesFitting(word.shape, folder)?.every((place) => isPlain(place) && isOpenPlace(place, workDir)) ?? false;
  });
}

function isPlaceOpen(text: string, folder: string, workDir: string): boolean {
  // Behind a link, `..` is not the folder that the link is in.
  const asGiven = path.isAbsolute(text) ? text : `${folder}/${text}`;
  if (text.includes('..') && !isNothing(asGiven) && !isOpenPlace(realPlace(asGiven), workDir)) return false;
  return isOpenPlace(path.resolve(folder, text), workDir);
}
