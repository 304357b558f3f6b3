import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { AppError } from '../../shared/lib/appError';

/** Brings to the disk what SQLite has written to its log; `STORE_FAILED` when the disk does not take it. */
export type WalSync = {
  /** Resolves when everything committed before the call survives a loss of power. Other work goes on meanwhile. */
  sync(): Promise<void>;
  /** The same, before it returns. */
  syncNow(): void;
  close(): void;
};

/** There is no disk under a database in memory. */
export const NO_WAL: WalSync = { sync: async () => {}, syncNow: () => {}, close: () => {} };

/**
 * A descriptor of our own for the log of the open database `file`: whichever descriptor is synced, the whole file is. The log must exist, and it
 * stays the same file as long as a connection is open. (SQLite holds its locks on other files, so that closing this one lets go of none.)
 */
export function openWalSync(file: string): WalSync {
  const descriptor = openSync(`${file}-wal`, 'r+');
  return {
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(descriptor, (error) => (error ? reject(unsynced(file, error)) : resolve()));
      }),
    syncNow() {
      try {
        fdatasyncSync(descriptor);
      } catch (error) {
        throw unsynced(file, error);
      }
    },
    close: () => closeSync(descriptor),
  };
}

function unsynced(file: string, cause: unknown): AppError {
  return new AppError(
    'STORE_FAILED',
    `The disk did not take what was written to ${file}. Check the disk, then start Stepgraph again: nothing more is stored until then.`,
    { takesNothing: true },
    { cause },
  );
}
