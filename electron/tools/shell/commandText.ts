import path from 'node:path';
import { programName } from './everyCommand';
import { realPlace } from './places';
import type { SimpleCommand } from './shellScript';
import { isFixed, type ShellWord } from './shellWord';

/** The texts by which rules that forbid know a command: without quotes, as it was written, with its program's mere name, and with that of the program that a link in its place leads to. */
export function forbiddenTexts({ words: [program, ...rest] }: SimpleCommand, workDir: string): readonly string[] {
  if (!program) return [];
  const tail = rest.map(joined).join('');
  const name = programName(program);
  const names = [
    program.shape,
    name,
    ...(isFixed(program) && program.shape.includes('/') ? [path.basename(linked(program, workDir))] : []),
  ];
  return [...new Set(names)].map((each) => each + tail);
}

function linked(program: ShellWord, workDir: string): string {
  return realPlace(path.resolve(workDir, program.shape));
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
