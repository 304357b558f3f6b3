import { readShellScript } from '../shell/shellScript';
import { ANY } from '../shell/shellWord';

/** Texts within texts are followed so deep; longer ones are only cut at their spaces and signs. */
const MOST_NESTED = 4;
const LONGEST_SCRIPT = 50_000;
const SIGNS = /[\s'"`;|&()<>=,$]+/;
/** Of these a text has some if the grammar of the shell makes anything of it. */
const GRAMMAR = /[\s'"`;|&()<>$\\{}*?[]/;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`/g;

/**
 * Everything in a text that may be the name of a file: all of it, what follows its `=`, its letter or a colon, what stands between spaces and
 * signs or in quotes, and its words as a shell reads them, with `*` for what only the shell knows. Too much rather than too little.
 */
export function wordsOf(text: string): readonly string[] {
  const found = new Set<string>();
  const read = new Set<string>();

  function collect(given: string, depth: number): void {
    if (read.has(given)) return;
    read.add(given);
    for (const word of [given, ...given.split(SIGNS), ...quotedIn(given)]) for (const part of [word, ...partsOf(word)]) found.add(part);
    if (depth === 0 || given.length > LONGEST_SCRIPT || !GRAMMAR.test(given)) return;
    for (const word of shellWords(given)) collect(word, depth - 1);
  }

  collect(text, MOST_NESTED);
  return [...found].filter((word) => word !== '' && !word.includes('\0'));
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
  try {
    const { words, assigned } = readShellScript(text);
    return [...words, ...assigned].flatMap(({ value, shape }) => (shape.includes(ANY) ? [value, ...knownPartsOf(shape)] : [value]));
  } catch (error) {
    // Nested deeper than can be followed.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** `$PWD/my tools/run` is looked for in each folder, `my$X/run` as a pattern. */
function knownPartsOf(shape: string): readonly string[] {
  const ending = shape.slice(shape.lastIndexOf(ANY) + 1).replace(/^\/+/, '');
  const isPattern = !shape.startsWith(ANY) && !shape.slice(shape.lastIndexOf('/') + 1).startsWith(ANY);
  return [ending, ...(isPattern ? [shape.replaceAll(ANY, '*')] : [])];
}
