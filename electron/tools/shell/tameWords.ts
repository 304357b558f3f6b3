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

/**
 * The same for rules that allow, in a script without doubts: numbers, and the names of folders that are in quotes. None of them looks like an option,
 * and what the script would have to set or define to change that is a doubt.
 */
export function surelyTamed(word: ShellWord): ShellWord {
  if (isFixed(word)) return word;
  const numbered = word.value.replaceAll(/\$\((?:nproc|id -[ug])\)/g, '1');
  const text = word.isSplit ? numbered : numbered.replaceAll(/\$(?:PWD\b|\{PWD\}|HOME\b|\{HOME\}|\(pwd\))/g, '/x');
  return /[$`*?[{]/.test(text) ? word : plainWord(text);
}
