import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from './isMissing';

/** Permission bits by path. */
export type Modes = ReadonlyMap<string, number>;

const ALL_MAY_READ = 0o444;

/** Whether somebody may not read a file of such a mode: then it has to come back so. */
export function isPrivate(mode: number): boolean {
  return (mode & ALL_MAY_READ) !== ALL_MAY_READ;
}

/**
 * The files of a folder that not everybody might read when they were last seen. Git keeps nothing of a mode but whether a file is a program, so
 * this is what gives a file that is gone its privacy back.
 */
export function privateModes(storeFolder: string, workDir: string): Modes {
  try {
    const lines = readFileSync(fileOf(storeFolder, workDir), 'utf8').split('\0').filter(Boolean);
    return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), Number.parseInt(line, 8) & 0o777]));
  } catch (error) {
    if (isMissing(error)) return new Map();
    throw error;
  }
}

/** Remembers the modes of the files that are there now; what is known of files that are not stays. */
export function rememberModes(storeFolder: string, workDir: string, seen: Modes): void {
  const known = privateModes(storeFolder, workDir);
  const isOpen = (file: string) => !isPrivate(seen.get(file) ?? 0);
  const merged = new Map([...known, ...seen].filter(([file]) => !isOpen(file)));
  const isSame = merged.size === known.size && [...merged].every(([file, mode]) => known.get(file) === mode);
  if (!isSame) replaceDurably(fileOf(storeFolder, workDir), [...merged].map(([file, mode]) => `${mode.toString(8)} ${file}\0`).join(''));
}

function fileOf(storeFolder: string, workDir: string): string {
  return path.join(storeFolder, 'modes', createHash('sha256').update(workDir).digest('hex'));
}

function replaceDurably(file: string, text: string): void {
  const unfinished = `${file}.${randomUUID()}`;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    const handle = openSync(unfinished, 'wx', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
