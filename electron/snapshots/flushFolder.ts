import { closeSync, fsyncSync, openSync } from 'node:fs';
import { statsOf } from './statsOf';

/** Makes renames and removals survive a loss of power, where the system can do that for folders. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32' || !statsOf(folder)) return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
