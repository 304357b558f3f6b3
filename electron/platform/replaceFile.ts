import { type FileHandle, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Gives a file a new content, at once: whoever reads it finds the old one or the new one, also after a crash. Makes the folders it lies in, for
 * their owner alone. What a symbolic link points at is replaced, not the link.
 */
export async function replaceFile(file: string, content: string, mode = 0o644): Promise<void> {
  const target = await realpath(file).catch(() => file);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const fresh = `${target}.${process.pid}.new`;
  // One that a crash left behind would keep its own mode.
  await rm(fresh, { force: true });
  await renameInto(target, fresh, mode, (handle) => handle.writeFile(content));
}

/** Puts what `write` writes to `fresh`, a file that is not there yet, in the place of `target`. Of a failure nothing is left. */
export async function renameInto(target: string, fresh: string, mode: number, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    const handle = await open(fresh, 'wx', mode);
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
