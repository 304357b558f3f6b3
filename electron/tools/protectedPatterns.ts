import path from 'node:path';
import { HIDDEN_NAMES, isProtected } from './protectedPlaces';
import { filesFitting } from './shell/folderContents';
import { ANY, type ShellWord } from './shell/shellWord';
import { mayFit } from './shell/wildcard';

/** Beyond these nobody waits until all are looked up: they count as protected. */
const MOST_PATTERNS = 64;
/** No name that is protected is longer. */
const LONGEST_NAME = 40;

/** The first word of a command that names a protected place, or may once the shell has put in what is not known, such as `.g?t/hooks`. */
export function protectedWord(words: readonly ShellWord[], workDir: string): string | undefined {
  const patterns = new Set<string>();
  for (const { shape, value, isFilePattern } of words) {
    if (isProtected(shape)) return value;
    if (!shape.includes(ANY) || patterns.has(shape)) continue;
    patterns.add(shape);
    if (patterns.size > MOST_PATTERNS || mayBeHidden(shape) || (isFilePattern && fitsProtected(shape, workDir))) return value;
  }
  return undefined;
}

/** By names alone, whether or not the file is there yet: a name that begins with a dot is meant only where that dot is written. */
function mayBeHidden(shape: string): boolean {
  const parts = shape.toLowerCase().split(/([/=])/);
  return parts.some((part, place) => {
    const isOpen = part.startsWith('.') && part.includes(ANY) && part.replaceAll(ANY, '').length <= LONGEST_NAME;
    if (!isOpen) return false;
    const name = part.replace(/\0+/g, ANY);
    return HIDDEN_NAMES.some((known) => mayFit(known, name) && isProtected(parts.with(place, known).join('').replaceAll(ANY, '')));
  });
}

/** By what is there: patterns become names of files that exist, and stay as they are where there are none. */
function fitsProtected(shape: string, workDir: string): boolean {
  const files = filesFitting(shape, workDir);
  if (!files) return true;
  const parts = shape.split('/').filter((part) => part !== '' && part !== '.');
  return files.some((file) => {
    const names = file.split(path.sep).slice(-parts.length);
    const isMeant = names.every((name, place) => !name.startsWith('.') || parts[place]?.startsWith(ANY) !== true);
    return isMeant && isProtected(names.join('/'));
  });
}
