import path from 'node:path';
import { contentsOf, filesFitting } from './folderContents';
import { foldersOf } from './folders';
import { isNothing, isOpenPlace, isWithin, realPlace } from './places';
import type { ShellScript, SimpleCommand } from './shellScript';
import { ANY, isFixed, type ShellWord } from './shellWord';

const OUTSIDE = 'names something outside of the work directory';
const UNKNOWN = 'reads files whose names are only known then';
const ELSEWHERE = 'runs in a folder that is only known then';
const LINKED = 'may follow links out of the work directory';

/** Programs that open none of the files they are told of. */
const OPEN_NOTHING = new Set(
  'echo printf tr basename dirname seq expr true false : test [ read set exit return break continue shift wait date sleep'.split(' '),
);
/** With which options programs follow the links that they find on their way. */
const FOLLOWING: { readonly [program: string]: RegExp } = {
  grep: /^(-\w*R|--der)/,
  egrep: /^(-\w*R|--der)/,
  fgrep: /^(-\w*R|--der)/,
  find: /^-(\w*L|follow)/,
  diff: /^(-\w*r|--rec)/,
  tree: /^-\w*l/,
  ls: /^(-\w*[LH]|--der)/,
  dir: /^(-\w*[LH]|--der)/,
  du: /^(-\w*L|--der)/,
  zcat: /^(-\w*r|--rec)/,
};
/** What lists of names come from, and what may stand between: what they print are names that the work directory has. */
const LISTING_FIND =
  /^(-(i?name|i?path|i?regex|wholename|type|not|o|or|a|and|print0?|maxdepth|mindepth|newer|mtime|mmin|size|empty|prune)$|[^-])/;
const FILTER_OPTIONS: { readonly [program: string]: RegExp } = {
  head: /^(-n?\d*|\d+)$/,
  tail: /^(-n?\d*|\d+)$/,
  sort: /^-[ruznV]+$/,
  wc: /^-[lcw]$/,
};

/** Why a command is not sure to read nothing but what the work directory holds. */
export function whyNotInside({ words: [program, ...words] }: SimpleCommand, script: ShellScript, workDir: string): string | undefined {
  const name = program?.shape ?? '';
  const folders = foldersOf(script, workDir);
  if (!folders) return ELSEWHERE;
  for (const word of words) {
    if (isFixed(word) || word.isFilePattern) {
      if (!isWordOpen(word, folders, workDir, OPEN_NOTHING.has(name))) return OUTSIDE;
    } else if (word.isInHome) return OUTSIDE;
    else if (!OPEN_NOTHING.has(name) && !(word.variable !== undefined && script.fileVariables.includes(word.variable))) return UNKNOWN;
  }
  const following = Object.hasOwn(FOLLOWING, name) ? FOLLOWING[name] : undefined;
  const follows = words.some(({ shape }) => following?.test(shape));
  return follows && !isClosed(words, folders, workDir) ? LINKED : undefined;
}

/** The same of words that stand outside of commands, as those that a loop goes through. */
export function nameOnlyInside(words: readonly ShellWord[], script: ShellScript, workDir: string): boolean {
  const folders = foldersOf(script, workDir);
  return (
    folders !== undefined && words.every((word) => (!isFixed(word) && !word.isFilePattern) || isWordOpen(word, folders, workDir, false))
  );
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

/** An inner command's words as they are, but for those that are file names by themselves, which others have judged. */
export function withoutNames({ words }: SimpleCommand): SimpleCommand {
  return { words: words.filter(({ shape }) => shape !== ANY) };
}

function listsNames({ words: [program, ...words] }: SimpleCommand): boolean {
  if (program?.shape === 'git') return words.length === 1 && words[0]?.shape === 'ls-files';
  return program?.shape === 'find' && words.every((word) => isFixed(word) && LISTING_FIND.test(word.shape));
}

function filters({ words: [program, ...words] }: SimpleCommand): boolean {
  if (program?.shape === 'grep') {
    const operands = words.filter(({ shape }) => !shape.startsWith('-'));
    return (
      words.every(isFixed) && operands.length === 1 && words.every((word) => operands.includes(word) || /^-[vEFiw]+$/.test(word.shape))
    );
  }
  const options = FILTER_OPTIONS[program?.shape ?? ''];
  return options !== undefined && words.every((word) => isFixed(word) && options.test(word.shape));
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

function isWordOpen(word: ShellWord, folders: readonly string[], workDir: string, isText: boolean): boolean {
  if (word.isInHome) return isFixed(word) && isText && word.value === '~';
  if (word.value.length > 4_096 || (word.shape === '/' && isText)) return true;
  return folders.every((folder) => {
    if (isFixed(word)) return placesIn(word.value).every((text) => isTextOpen(text, folder, workDir));
    const isPlain = (place: string) => word.shape.includes('/') || !path.basename(place).startsWith('-');
    return filesFitting(word.shape, folder)?.every((place) => isPlain(place) && isOpenPlace(place, workDir)) ?? false;
  });
}

function isTextOpen(text: string, folder: string, workDir: string): boolean {
  const place = path.resolve(folder, text);
  // Behind a link, `..` is not the folder that the link is in.
  const asGiven = path.isAbsolute(text) ? text : `${folder}/${text}`;
  if (text.includes('..') && !isNothing(asGiven) && !isOpenPlace(realPlace(asGiven), workDir)) return false;
  return isOpenPlace(place, workDir) || (path.isAbsolute(text) && isNothing(place));
}

/** The texts of a word that a program may take for a path: itself, or what stands behind an option, of which there may be several. */
function placesIn(text: string): readonly string[] {
  if (!text.startsWith('-')) return [text];
  const value = /^--[\w-]+=(.*)$/s.exec(text)?.[1];
  if (value !== undefined || text.startsWith('--')) return value ? [value] : [];
  const ends = [2, 3, 4, 5, 6, text.search(/\/|\.\./)].filter((end) => end > 1 && end < text.length);
  return ends.map((end) => text.slice(end)).filter((end) => end !== '/');
}
