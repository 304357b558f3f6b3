import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';

/** The bytes of a database: its file, and the log of commits beside it that are not in the file yet. */
export type FileState = { readonly main: Buffer; readonly log: Buffer };

/**
 * Not for a database that other processes use: closing a file gives up every lock that this process holds on it.
 */
export function readState(file: string): FileState {
  return { main: readFileSync(file), log: existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0) };
}

/** As after a power cut: without the memory that processes share. */
export function writeState(file: string, { main, log }: FileState): void {
  rmSync(`${file}-shm`, { force: true });
  writeFileSync(file, main);
  writeFileSync(`${file}-wal`, log);
}

/** Every row of every table but the processes that use the store, as text; FTS5's own tables too. */
export function contentOf(db: Database.Database): string {
  const names = db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'owners' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .pluck()
    .all();
  return JSON.stringify(names.toSorted().map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).raw().all()]));
}

/** What SQLite itself finds wrong with the file: nothing, if all is well. */
export function findingsIn(db: Database.Database): unknown[] {
  const findings: unknown[] = db.prepare('PRAGMA integrity_check').pluck().all();
  const orphans = db.pragma('foreign_key_check') as unknown[];
  return [...findings.filter((finding) => finding !== 'ok'), ...orphans];
}

export function withDatabase<T>(file: string, read: (db: Database.Database) => T): T {
  const db = new Database(file, { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
