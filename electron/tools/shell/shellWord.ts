import type { Word, WordPart } from 'unbash';

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
  /** It begins with a tilde that stands for a home folder. */
  readonly isInHome: boolean;
};

export function readWord({ text, value, parts }: Word): ShellWord {
  const isInHome = text.startsWith('~');
  if (!parts) return { value, shape: value, isSplit: false, isInHome };
  return { value, shape: parts.map(shapeOf).join(''), isSplit: parts.some(mayBecomeSeveral), isInHome };
}

/** A word that may be anything, as what `xargs` adds. */
export const UNKNOWN_WORD: ShellWord = { value: ANY, shape: ANY, isSplit: true, isInHome: false };

export function plainWord(value: string): ShellWord {
  return { value, shape: value, isSplit: false, isInHome: false };
}

export function isFixed({ shape, isSplit }: ShellWord): boolean {
  return !isSplit && !shape.includes(ANY);
}

/** False only for a word that no command can take for an option. */
export function mayBeOption({ shape, isSplit }: ShellWord): boolean {
  return isSplit || shape.startsWith('-') || shape.startsWith(ANY);
}

function shapeOf(part: WordPart): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
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
