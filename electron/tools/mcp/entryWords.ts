import { readShellScript } from '../shell/shellScript';
import { ANY } from '../shell/shellWord';

/** Texts within texts are followed so deep, and read so far all together. */
const MOST_NESTED = 4;
const MOST_READ = 60_000;
/** Nothing longer names a file. */
const LONGEST_NAME = 4_096;
const SIGNS = /[\s'"`;|&()<>=,$]+/;
/** Of these a text has some if the grammar of the shell makes anything of it. */
const GRAMMAR = /[\s'"`;|&()<>$\\{}*?[]/;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`/g;

/**
 * Everything in a text that may be the name of a file: all of it, what follows its `=`, its letter or a colon, what stands between spaces and
 * signs or in quotes, and its words as a shell reads them, with `*` for what only the shell knows. Too much rather than too little; nothing for a
 * text that is too long or too deep to be read.
 */
export function wordsOf(text: string): readonly string[] | undefined {
  const found = new Set<string>();
  const read = new Set<string>();
  let left = MOST_READ;

  function collect(given: string, depth: number): void {
    if (read.has(given)) return;
    read.add(given);
    for (const word of [given, ...given.split(SIGNS), ...quotedIn(given)]) for (const part of [word, ...partsOf(word)]) found.add(part);
    if (depth === 0 || !GRAMMAR.test(given)) return;
    left -= given.length;
    if (left < 0) throw new RangeError('The text is too long');
    for (const word of shellWords(given)) collect(word, depth - 1);
  }

  try {
    collect(text, MOST_NESTED);
  } catch (error) {
    // It is nested deeper than can be followed, or longer.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return [...found].filter((word) => word !== '' && word.length <= LONGEST_NAME && !word.includes('\0'));
}

/** What follows a letter or a name (`-r./x`, `--import=./x`), and the parts of a list (`a.jar:b.jar`). */
function partsOf(word: string): readonly string[] {
  const behindLetter = /^-[A-Za-z]./.test(word) ? [word.slice(2)] : [];
  const behindName = word.includes('=') ? [word.slice(word.indexOf('=') + 1)] : [];
  return [...behindLetter, ...behindName, ...(word.includes(':') ? word.split(/[:;]/) : [])];
}

/** Names in code of other languages may have spaces. */
function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(QUOTED)].map(([, double, single, back]) => double ?? single ?? back ?? '');
}

function shellWords(text: string): readonly string[] {
  const { words, assigned } = readShellScript(text);
  return [...words, ...assigned].flatMap(({ value, shape }) => (shape.includes(ANY) ? [value, ...knownPartsOf(shape)] : [value]));
}

/** `$PWD/my tools/run` is looked for in each folder, `my$X/run` as a pattern. */
function knownPartsOf(shape: string): readonly string[] {
  const ending = shape.slice(shape.lastIndexOf(ANY) + 1).replace(/^\/+/, '');
  const isPattern = !shape.startsWith(ANY) && !shape.slice(shape.lastIndexOf('/') + 1).startsWith(ANY);
  return [ending, ...(isPattern ? [shape.replaceAll(ANY, '*')] : [])];
}
