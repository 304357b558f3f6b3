import Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';

/** What SQLite's result codes mean for the person at the screen; by the part before the first extended suffix. */
const SENTENCES: { readonly [code: string]: (file: string) => string } = {
  SQLITE_FULL: (file) => `The disk that holds ${file} is full. Free some space, then try again.`,
  SQLITE_IOERR: (file) => `The disk reported an error at ${file}. Check the disk, then try again.`,
  SQLITE_CORRUPT: (file) => `The database ${file} is damaged. Move it away or put a backup in its place; it was left as it is.`,
  SQLITE_NOTADB: (file) => `${file} is not a Stepgraph database. Choose another file with STEPGRAPH_DB; this one was left as it is.`,
  SQLITE_BUSY: (file) => `Another program keeps ${file} locked. Close it, then try again.`,
  SQLITE_LOCKED: (file) => `Another program keeps ${file} locked. Close it, then try again.`,
  SQLITE_READONLY: (file) => `${file} cannot be written to. Check its permissions, then try again.`,
  SQLITE_PERM: (file) => `${file} may not be opened. Check its permissions, then try again.`,
  SQLITE_CANTOPEN: (file) => `${file} cannot be opened. Check that its folder exists and may be written to.`,
  SQLITE_NOMEM: (file) => `There was not enough memory to work with ${file}. Close other programs, then try again.`,
};

/** Where no other write would succeed either. */
const TAKE_NOTHING: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY']);

/** A failure of the disk or the file as `STORE_FAILED`; anything else (a bug, an expected refusal) as it is. */
export function toStoreError(error: unknown, file: string): unknown {
  const sentence = sentenceFor(error, file) ?? damagedSentence(error, file);
  return sentence === undefined ? error : new AppError('STORE_FAILED', sentence, detailsOf(error), { cause: error });
}

/** Statements that do not fit the tables, or fail over a value in them that this program never writes. Others may well succeed. */
function damagedSentence(error: unknown, file: string): string | undefined {
  if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_ERROR') return undefined;
  return `The database ${file} is damaged (${error.message}). Move it away or put a backup in its place.`;
}

function detailsOf(error: unknown): { readonly takesNothing: true } | undefined {
  return TAKE_NOTHING.has(baseCode(error)) ? { takesNothing: true } : undefined;
}

/** True when the disk or the file failed, so that repeating other changes right now cannot help. */
export function isStoreFailure(error: unknown): boolean {
  return sentenceFor(error, '') !== undefined;
}

/** A row that does not hold what this program wrote. Concerns that row only. */
export function damagedRow(what: string, cause?: unknown): AppError {
  return new AppError(
    'STORE_FAILED',
    `The stored ${what} is damaged and cannot be read. Everything else still can; delete it if you do not need it.`,
    undefined,
    {
      cause,
    },
  );
}

/** Messages that do not lead from one to the next any more. */
export function damagedConversation(sessionId: string): AppError {
  return new AppError(
    'STORE_FAILED',
    `The stored conversation of session ${sessionId} is damaged: a message in it is missing or out of place. Nothing was sent or changed. Restore a checkpoint from before that place, or branch there.`,
  );
}

function sentenceFor(error: unknown, file: string): string | undefined {
  return SENTENCES[baseCode(error)]?.(file);
}

/** The part before the first extended suffix; empty for what is no error of SQLite. */
function baseCode(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code.split('_').slice(0, 2).join('_') : '';
}

export function lostRun(runId: string): AppError {
  return new AppError('CONFLICT', `Run ${runId} is in the hands of another process, or is over. Open it again to see where it stands.`);
}
