import type { Word, WordPart } from 'unbash';
import { literalText } from './plainSource';

/** Stands, in a word's shape, for text that is known only once the shell runs. No command can hold this character. */
export const ANY = '\u0000';

/** One word of a command, as the shell will read it. */
export type ShellWord = {
  /** Without its quotes; what is expanded stands as it was written. */
  readonly value: string;
  /** The same with `ANY` in place of what is expanded. */
  readonly shape: string;
  /** It may become no word, or several, which may be anything. */
  readonly isSplit: boolean;
  /** It may become several words, as a pattern of file names does; each of them fits its shape. */
  readonly isSeveral: boolean;
  /** Nothing in it is unknown but which files its `*`, `?` and `[…]` will fit. */
  readonly isFilePattern: boolean;
  /** The variable whose value it is, whole and in quotes. */
  readonly variable?: string;
  /** It begins with a tilde that stands for a home folder. */
  readonly isInHome: boolean;
  /** What it is to every shell, where that is plain to see; for rules that let commands run unasked. */
  readonly literal?: string;
  /** Whatever is put in, it becomes no names of files: it is in double quotes, or a number, or a place that nobody chooses by a script. */
  readonly staysText?: boolean;
  /** It stands for the names that `find` and `xargs` add. */
  readonly isFound?: boolean;
};

export function readWord(word: Word): ShellWord {
  const literal = literalText(word.text);
  const read = readParts(word);
  const isQuoted = !read.isSplit && word.parts?.every(({ type }) => type === 'DoubleQuoted') === true;
  const staysText = isQuoted || /^\$([?#]|HOME|PWD|USER|\(\([\d\s+*%-]+\)\))$/.test(word.text);
  return { ...read, staysText, ...(literal !== undefined && literal === word.value && { literal }) };
}

function readParts({ text, value, parts }: Word): ShellWord {
  const isInHome = text.startsWith('~');
  if (!parts) return { ...plainWord(value), isInHome };
  const shape = parts.map(shapeOf).join('');
  const isSplit = parts.some(mayBecomeSeveral);
  const isSeveral = isSplit || parts.some(({ type }) => type === 'Glob' || type === 'ExtendedGlob' || type === 'BraceExpansion');
  const known = parts.filter(({ type }) => type !== 'Glob').map(shapeOf);
  const isFilePattern = !isSplit && isSeveral && !known.join('').includes(ANY);
  const variable = quotedVariable(parts);
  return { value, shape, isSplit, isSeveral, isFilePattern, isInHome, ...(variable !== undefined && { variable }) };
}

function quotedVariable([part, ...others]: readonly WordPart[]): string | undefined {
  if (part?.type !== 'DoubleQuoted' || others.length > 0 || part.parts.length !== 1) return undefined;
  const [inner] = part.parts;
  return inner?.type === 'SimpleExpansion' ? inner.text.slice(1) : undefined;
}

/** A word that may be anything, as what `xargs` adds. */
export const UNKNOWN_WORD: ShellWord = {
  value: ANY,
  shape: ANY,
  isSplit: true,
  isSeveral: true,
  isFilePattern: false,
  isInHome: false,
};

/** A word of names that were found, whatever they are. */
export const FOUND_NAMES: ShellWord = { ...UNKNOWN_WORD, isFound: true };

export function plainWord(value: string): ShellWord {
  return { value, shape: value, isSplit: false, isSeveral: false, isFilePattern: false, isInHome: false };
}

export function isFixed({ shape, isSplit }: ShellWord): boolean {
  return !isSplit && !shape.includes(ANY);
}

/** `$'…'` with the escapes that every shell reads alike; of the numeric ones there are too many dialects. */
const CERTAIN_ESCAPES = /^\$'(?:[^\\']|\\[nt\\'"])*'$/;

function shapeOf(part: WordPart): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
      return part.value;
    case 'AnsiCQuoted':
      return CERTAIN_ESCAPES.test(part.text) ? part.value : ANY;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.map(shapeOf).join('');
    default:
      return ANY;
  }
}

function mayBecomeSeveral(part: WordPart): boolean {
  switch (part.type) {
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      // "$@" is several words even in quotes.
      return /\$(\{[!#]?\w*\[?)?[@*]/.test(part.text);
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return /[$`]/.test(part.text);
    default:
      return false;
  }
}
