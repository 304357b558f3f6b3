import { isFixed, plainWord, type ShellWord } from './shellWord';

/** The shell's own folders and numbers, of which none is a program's name. */
const TAME = /\$(?:PWD\b|\{PWD\}|HOME\b|\{HOME\}|\(pwd\)|\(nproc\)|\(id -[ug]\))/g;
const REDEFINED = /(?<!\$|\$\{)\b(HOME|PWD)\b|\b(pwd|nproc|id)\s*\(\s*\)|\b(function|alias|hash|enable)\b[^\n]*\b(pwd|nproc|id)\b/;

/** Whether `$HOME`, `$(nproc)` and their like are what they usually are in a script; not if it names them as what it may set. */
export function leavesTame(source: string): boolean {
  return !REDEFINED.test(source);
}

/** A word of known text where nothing is put in but folders and numbers that are no program's name. */
export function tamed(word: ShellWord): ShellWord {
  if (isFixed(word) || !word.value.includes('$')) return word;
  const text = word.value.replaceAll(TAME, 'x');
  return /[$`*?[{]/.test(text) ? word : plainWord(text);
}
