import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import { type Migration, migrate, schemaVersion } from './migrate';
import { toStoreError } from './storeError';
import { NO_WAL, openWalSync, type WalSync } from './walSync';

/** Marks the file as ours (SQLite's application_id): "SGPH". */
const APPLICATION_ID = 0x53475048;
const BUSY_TIMEOUT_MS = 5_000;
/** Of the log, before it is copied into the file: 16 MiB, of which most are later versions of the same pages, so that seldom is cheap. */
const PAGES_PER_CHECKPOINT = 4_000;
const LARGEST_IDLE_WAL_BYTES = 64 * 1024 * 1024;
const SYNCHRONOUS_FULL = 2;
/** SQLite's name for a database without a file: gone when it is closed. For experiments and tests of library users. */
const IN_MEMORY = ':memory:';

/**
 * Opens or creates the database, ready for use. A file that is damaged, not ours or of a later version is refused with
 * `STORE_FAILED` before anything is written to it.
 */
export function openDatabase(file: string, migrations: readonly Migration[]): Database.Database {
  try {
    if (file !== IN_MEMORY) {
      prepareFile(file);
      if (statSync(file).size > 0) inspect(file, migrations);
      chmodSync(file, 0o600);
    }
    return connect(file, migrations);
  } catch (error) {
    throw asStoreError(error, file);
  }
}

/** The file may hold what agents read and answered: nobody else may open it. SQLite gives its side files the same mode. */
function prepareFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new AppError(
      'STORE_FAILED',
      `${file} is a folder. Name a file in it for the database, such as ${path.join(file, 'stepgraph.db')}.`,
    );
  }
  if (existsSync(file)) return;
  closeSync(openSync(file, 'a', 0o600));
}

function inspect(file: string, migrations: readonly Migration[]): void {
  const db = openForReading(file);
  try {
    refuseForeign(db, file);
    refuseFuture(schemaVersion(db), file, migrations);
    const findings = db.pragma('quick_check(1)', { simple: true });
    if (findings !== 'ok') {
      throw new AppError(
        'STORE_FAILED',
        `The database ${file} is damaged (${findings}). Move it away or put a backup in its place; it was left as it is.`,
      );
    }
  } finally {
    db.close();
  }
}

/** A file whose process died in the middle of a change, before its log was there, cannot be read until SQLite has taken the change back. */
function openForReading(file: string): Database.Database {
  const db = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    schemaVersion(db);
    return db;
  } catch (error) {
    db.close();
    const isHalfChanged = error instanceof Database.SqliteError && error.code === 'SQLITE_READONLY_ROLLBACK';
    if (!isHalfChanged) throw error;
    return new Database(file, { timeout: BUSY_TIMEOUT_MS });
  }
}

function refuseForeign(db: Database.Database, file: string): void {
  const isOurs = db.pragma('application_id', { simple: true }) === APPLICATION_ID;
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (isOurs || isEmpty) return;
  throw new AppError(
    'STORE_FAILED',
    `${file} is a database of another program. Choose another file with STEPGRAPH_DB; this one was left as it is.`,
  );
}

function refuseFuture(version: number, file: string, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  if (version <= newest) return;
  throw new AppError(
    'STORE_FAILED',
    `The database ${file} was written by a later version of Stepgraph (schema ${version}; this one knows ${newest}). Update Stepgraph, or choose another file with STEPGRAPH_DB; this one was left as it is.`,
  );
}

function connect(file: string, migrations: readonly Migration[]): Database.Database {
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    if (schemaVersion(db) === 0) {
      db.pragma('auto_vacuum = INCREMENTAL');
      db.pragma(`application_id = ${APPLICATION_ID}`);
    }
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(`wal_autocheckpoint = ${PAGES_PER_CHECKPOINT}`);
    db.pragma(`journal_size_limit = ${LARGEST_IDLE_WAL_BYTES}`);
    db.pragma('trusted_schema = OFF');
    // On by default here; a migration that rebuilds a table would delete the rows that refer to it.
    db.pragma('foreign_keys = OFF');
    migrate(db, file, migrations);
    refuseFuture(schemaVersion(db), file, migrations);
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * better-sqlite3 is built so that the first transaction after `journal_mode = WAL` lowers an implied level to NORMAL, which can
 * lose acknowledged commits. To be called after a transaction: a lower level here is a bug of ours.
 */
export function assertDurable(db: Database.Database): void {
  const level = db.pragma('synchronous', { simple: true });
  if (level !== SYNCHRONOUS_FULL) throw new Error(`The database runs with synchronous=${level}; commits would not be durable.`);
}

/**
 * From here on the connection does not wait for the disk at each commit: whoever commits syncs the log, which is all that FULL adds. SQLite
 * still syncs by itself whatever keeps the file whole (the log before it is copied into the file, and the file after it).
 */
export function syncApart(db: Database.Database, file: string): WalSync {
  if (file === IN_MEMORY) return NO_WAL;
  const wal = openWalSync(file);
  db.pragma('synchronous = NORMAL');
  return wal;
}

function asStoreError(error: unknown, file: string): unknown {
  const isFileError = error instanceof Error && 'syscall' in error && 'code' in error;
  if (!isFileError) return toStoreError(error, file);
  return new AppError(
    'STORE_FAILED',
    `The database ${file} cannot be opened (${error.code}). Check its folder and permissions.`,
    undefined,
    { cause: error },
  );
}
