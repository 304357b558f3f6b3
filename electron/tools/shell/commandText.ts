import { programName } from './everyCommand';
import type { SimpleCommand } from './shellScript';
import { isFixed, type ShellWord } from './shellWord';

/** The texts by which rules that forbid know a command: without quotes, as it was written, and with its program's mere name. */
export function forbiddenTexts({ words: [program, ...rest] }: SimpleCommand): readonly string[] {
  if (!program) return [];
  const tail = rest.map(joined).join('');
  const name = programName(program);
  return name === program.shape ? [name + tail] : [program.shape + tail, name + tail];
}

/** The text by which rules that allow know a command: words that are more than letters and signs stand in quotes, so that none passes for two. */
export function allowedText({ words }: SimpleCommand): string {
  return words.map(quoted).join(' ');
}

/** A word that may vanish takes its space with it. */
function joined(word: ShellWord): string {
  return word.isSplit && !isFixed(word) ? word.shape : ` ${word.shape}`;
}

function quoted({ shape }: ShellWord): string {
  return /^[^\s'"\\;&|<>()`$!#~{}]+$/.test(shape) ? shape : `'${shape.replaceAll("'", String.raw`'\''`)}'`;
}
