import type { FileEntry, FileStep, FolderEntry } from '../sessions/ports';

/** A step of a file, and not of a folder. */
export type OfFile = { readonly path: string; readonly from: FileEntry | null; readonly to: FileEntry | null };

export function isFileStep(step: FileStep): step is OfFile {
  return !isFolder(step.from) && !isFolder(step.to);
}

export function isFolder(entry: FileEntry | FolderEntry | null): entry is FolderEntry {
  return entry?.mode === '040000';
}
