import type { ShellWord } from './shellWord';

/**
 * What a word is to the program it is given to: a place is one file or folder, paths may be several, a file is one that is no folder and no
 * link, and what is printed may be anything that stays one word. Of all others the text is known, and fits the expression.
 */
export type Kind = 'place' | 'paths' | 'file' | 'printed' | RegExp;

export const TEXT = /^.*$/s;
export const NUMBER = /^[+-]?\d+[a-zA-Z]*$/;
/** The name of a program, a user or a setting. */
export const NAME = /^[\w.+][\w.+-]*$/;

/** The options of a program that are known to do nothing but read and print. All others may do anything. */
export type Options = {
  /** Single letters that stand alone, and may be written together. */
  readonly flags?: string;
  /** Single letters that are followed by a value, in the same word or the next. */
  readonly values?: { readonly [letter: string]: Kind };
  /** Long names, in full. */
  readonly long?: string;
  /** Long names that are followed by `=` and a value. */
  readonly longValues?: { readonly [name: string]: Kind };
  /** `-5` is a number of lines. */
  readonly hasCount?: boolean;
};

export type ProgramTable = Options & {
  /** It has no options: words that look like some are its operands. */
  readonly isPlain?: boolean;
  /** What the first words that are no options are. */
  readonly operands?: readonly Kind[];
  /** What all further ones are; nothing where there may be no more. */
  readonly rest?: Kind;
  /** Options after which the first operand is like the rest. */
  readonly instead?: readonly string[];
};

/** What a program that only reads opens. */
export type Reading = {
  readonly places: readonly ShellWord[];
  /** Those that must be files, no folders and no links. */
  readonly files: readonly ShellWord[];
};

export const NOTHING_OPENED: Reading = { places: [], files: [] };

/** What the program opens when it is given these words; nothing unless each of them is known. */
export function readArguments(table: ProgramTable, words: readonly ShellWord[]): Reading | undefined {
  const given: (readonly [Kind, ShellWord])[] = [];
  const operands: ShellWord[] = [];
  const seen = new Set<string>();
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place];
    if (!word) return undefined;
    if (word.literal === '--' && !table.isPlain) {
      operands.push(...words.slice(place + 1));
      break;
    }
    if (table.isPlain || !isOption(word)) {
      operands.push(word);
      continue;
    }
    const option = readOption(table, word);
    if (!option) return undefined;
    for (const name of option.names) seen.add(name);
    if (!option.next) continue;
    place += 1;
    const value = words[place];
    if (!value) return undefined;
    given.push([option.next, value]);
  }
  const kinds = table.instead?.some((name) => seen.has(name)) ? table.operands?.slice(1) : table.operands;
  for (const [place, operand] of operands.entries()) {
    const kind = kinds?.[place] ?? table.rest;
    if (!kind) return undefined;
    given.push([kind, operand]);
  }
  return given.every(([kind, word]) => fits(kind, word)) ? opened(given) : undefined;
}

/** A word that may become an option without being one to the eye is none of the kinds. */
function isOption({ literal, shape }: ShellWord): boolean {
  return literal === undefined ? shape.startsWith('-') : literal.startsWith('-') && literal !== '-';
}

type Option = { readonly names: readonly string[]; readonly next?: Kind };

function readOption(table: Options, word: ShellWord): Option | undefined {
  const text = word.literal;
  if (text === undefined) return isPatternValue(table, word) ? { names: [] } : undefined;
  if (text.startsWith('--')) {
    const [, name = '', value] = /^--([\w-]+)(?:=(.*))?$/s.exec(text) ?? [];
    if (value === undefined) return table.long?.split(' ').includes(name) ? { names: [name] } : undefined;
    const kind = Object.hasOwn(table.longValues ?? {}, name) ? table.longValues?.[name] : undefined;
    return kind instanceof RegExp && kind.test(value) ? { names: [name] } : undefined;
  }
  if (table.hasCount && /^-\d+$/.test(text)) return { names: [] };
  const names: string[] = [];
  for (let place = 1; place < text.length; place += 1) {
    const letter = text.charAt(place);
    names.push(letter);
    if (table.flags?.includes(letter)) continue;
    const kind = Object.hasOwn(table.values ?? {}, letter) ? table.values?.[letter] : undefined;
    const attached = text.slice(place + 1);
    if (!kind) return undefined;
    if (attached === '') return { names, next: kind };
    return kind instanceof RegExp && kind.test(attached) ? { names } : undefined;
  }
  return { names };
}

/** `--include=*.ts`: whatever files its pattern fits, it stays this option with some text. */
function isPatternValue(table: Options, { isFilePattern, shape }: ShellWord): boolean {
  const name = /^--([\w-]+)=/.exec(shape)?.[1] ?? '';
  return isFilePattern && Object.hasOwn(table.longValues ?? {}, name) && table.longValues?.[name] === TEXT;
}

function fits(kind: Kind, word: ShellWord): boolean {
  if (kind instanceof RegExp) return word.literal !== undefined && kind.test(word.literal);
  if (word.literal !== undefined) return true;
  switch (kind) {
    case 'place':
    case 'file':
      return false;
    case 'paths':
      return word.isFound === true || word.variable !== undefined || word.isFilePattern;
    case 'printed':
      return word.isFound === true || word.isFilePattern || word.staysText === true;
  }
}

function opened(given: readonly (readonly [Kind, ShellWord])[]): Reading {
  const of = (...kinds: readonly Kind[]) => given.filter(([kind]) => kinds.includes(kind)).map(([, word]) => word);
  // A pattern is judged by the files it fits, also where they are only printed.
  const patterns = of('printed').filter(({ isFilePattern, literal }) => isFilePattern && literal === undefined);
  return { places: [...of('place', 'paths'), ...patterns], files: of('file') };
}
