import { lstatSync } from 'node:fs';
import path from 'node:path';
import { realPlace } from './places';
import type { PossibleCommand } from './possibleCommands';
import { ANY, type ShellWord } from './shellWord';

/** A name by which a program may be started. */
export type Name = { readonly text: string; readonly isSplit: boolean; readonly isFed: boolean };

/** The names of what is started for sure: as it was written, the mere name, and that of the program that a link leads to. */
export function programNames({ shape, isSplit }: ShellWord, workDir: string): readonly Name[] {
  return withMereNames([shape], workDir).map((text) => ({ text, isSplit, isFed: false }));
}

export function possibleNames(
  word: ShellWord,
  before: ShellWord | undefined,
  { isReal }: PossibleCommand,
  workDir: string,
): readonly Name[] {
  const { shape, isSplit } = word;
  const isOption = shape.startsWith('-');
  const values = valuesIn(shape).filter((text) => isReal || !isWhollyUnknown(text));
  const marked = (isOption && !shape.includes('=') ? [] : partsBehindSigns(shape)).filter((text) => !isWhollyUnknown(text));
  const mayBeItself = !isOption && (isWhollyUnknown(shape) ? isReal && !isAnyFile(word) : shape !== '');
  return [
    ...(mayBeItself ? withMereNames([shape], workDir) : []).map((text) => ({
      text,
      isSplit,
      isFed: before?.shape.startsWith('-') ?? false,
    })),
    ...withMereNames([...values, ...marked], workDir).map((text) => ({ text, isSplit, isFed: true })),
  ];
}

/** `!rm`, `=rm`, `ext::rm`. */
function partsBehindSigns(shape: string): readonly string[] {
  return /[=:!,@+[({]/.test(shape)
    ? shape
        .split(/[=:!,@+[({]+/)
        .slice(1)
        .filter((part) => part !== '')
    : [];
}

function withMereNames(names: readonly string[], workDir: string): readonly string[] {
  return [...new Set(names.flatMap((name) => [name, ...mereNames(name, workDir)]))];
}

function mereNames(name: string, workDir: string): readonly string[] {
  if (!name.includes('/')) return [];
  const mere = name.slice(name.lastIndexOf('/') + 1);
  if (name.includes(ANY)) return [mere];
  const place = path.resolve(workDir, name);
  return isLink(place) ? [mere, path.basename(realPlace(place))] : [mere];
}

function isLink(place: string): boolean {
  try {
    return lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return false;
  }
}

/** `*` and `folder/*`, where no letter of a program's name is told. */
function isAnyFile({ isFilePattern, value }: ShellWord): boolean {
  return isFilePattern && /^\*+$/.test(value.slice(value.lastIndexOf('/') + 1));
}

function isWhollyUnknown(text: string): boolean {
  return text !== '' && text.replaceAll(ANY, '') === '';
}

/** What stands behind an option's name or letter, or behind any name: `--filter=rm`, `-Srm`, `core.pager=rm`. */
export function valuesIn(text: string): readonly string[] {
  const [, named] = /^-*[\w.:-]+?=(.*)$/s.exec(text) ?? [];
  const [, short] = /^-\w(.+)$/s.exec(text) ?? [];
  const letters = short !== undefined && /\s/.test(short) ? [1, 2, 3].map((more) => short.slice(more)) : [];
  return [named, short, ...letters].filter((value): value is string => value !== undefined && value !== '');
}
