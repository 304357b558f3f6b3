import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync, type Stats } from 'node:fs';
import path from 'node:path';
import type { FileEntry } from '../sessions/ports';
import { statsOf } from './statsOf';

/** What is at a path now: a file or link as git would name it, nothing, or something that is not for us to touch. */
export type FileState = FileEntry | null | 'other';

/** `other`: a folder, a device, a file that cannot be read, or a path that leads through a link. */
export function fileState(folder: string, file: string): FileState {
  if (!isSafePath(file) || !leadsThroughFolders(folder, file)) return 'other';
  const full = path.join(folder, file);
  try {
    const stats = statsOf(full);
    if (!stats) return null;
    if (stats.isSymbolicLink()) return { mode: '120000', object: blobName(readlinkSync(full, 'buffer')) };
    return stats.isFile() ? { mode: fileMode(stats), object: blobName(readFileSync(full)) } : 'other';
  } catch {
    return 'other';
  }
}

/** Windows has no mode to compare. */
export function isSameEntry(state: FileState, entry: FileEntry | null): boolean {
  if (state === null || entry === null || state === 'other') return state === entry;
  const isSameMode = state.mode === entry.mode || (process.platform === 'win32' && state.mode !== '120000' && entry.mode !== '120000');
  return state.object === entry.object && isSameMode;
}

/** True when every folder on the way is one, or is missing: none is a link, which could lead anywhere. */
export function leadsThroughFolders(folder: string, file: string): boolean {
  let current = folder;
  for (const part of file.split('/').slice(0, -1)) {
    current = path.join(current, part);
    const stats = statsOf(current);
    if (!stats) return true;
    if (!stats.isDirectory()) return false;
  }
  return true;
}

/** Relative, without ways up or into a repository. Trees made here hold no others; a damaged store might. */
function isSafePath(file: string): boolean {
  return (
    file !== '' &&
    !path.isAbsolute(file) &&
    !file.includes('\0') &&
    file.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git')
  );
}

/** The name git gives a content (SHA-1 over its kind, length and bytes: git-hash-object(1)). */
function blobName(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

function fileMode(stats: Stats): FileEntry['mode'] {
  return (stats.mode & 0o100) === 0 ? '100644' : '100755';
}
