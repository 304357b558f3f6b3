import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import type Database from 'better-sqlite3';

/** One step of the schema. Released migrations never change; a new one gets the next number. */
export type Migration = {
  readonly version: number;
  readonly name: string;
  readonly up: (db: Database.Database) => void;
};

/**
 * Brings the schema up to the newest version, each step in a transaction of its own, after putting a copy of a file that
 * holds data beside it (`<file>.version-<n>.backup`). Another process may do the same at the same time.
 */
export function migrate(db: Database.Database, file: string, migrations: readonly Migration[]): void {
  const version = schemaVersion(db);
  const pending = migrations.filter((migration) => migration.version > version);
  if (pending.length > 0 && version > 0) backUp(db, file, version);
  for (const migration of pending) apply(db, migration);
}

export function schemaVersion(db: Database.Database): number {
  // Sound: SQLite answers this pragma with an integer.
  return db.pragma('user_version', { simple: true }) as number;
}

function apply(db: Database.Database, migration: Migration): void {
  db.transaction(() => {
    if (schemaVersion(db) >= migration.version) return;
    migration.up(db);
    const broken = db.pragma('foreign_key_check');
    if (Array.isArray(broken) && broken.length > 0)
      throw new Error(`Migration ${migration.name} leaves ${broken.length} rows without their parent.`);
    db.pragma(`user_version = ${migration.version}`);
  }).immediate();
}

/** Made under another name first: what bears the final name is whole. */
function backUp(db: Database.Database, file: string, version: number): void {
  const target = `${file}.version-${version}.backup`;
  const unfinished = `${target}.${process.pid}`;
  rmSync(unfinished, { force: true });
  const handle = openSync(unfinished, 'wx', 0o600);
  try {
    db.prepare('VACUUM INTO ?').run(unfinished);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, target);
}
