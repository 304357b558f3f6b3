import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Clock } from '../engine/ports';
import { endLeftBehind } from '../platform/leftBehind';
import { type ProcessIdentity, processLiveness, thisProcess } from '../platform/processIdentity';

/**
 * Who runs what. Every opening of a store is an owner with a row; a run under way carries its owner, and so does a session while a turn of it
 * runs. When the row or its process is gone, the run was interrupted and the session is free.
 */
export type OwnerRow = ProcessIdentity & { readonly id: string; readonly seen_at: number };

/** How often a process with runs under way says that it lives; only read where its process cannot be looked up. */
export const SIGN_OF_LIFE_EVERY_MS = 20_000;
const GONE_AFTER_MS = 120_000;

export function registerOwner(db: Database.Database, clock: Clock): string {
  const { pid, host, boot, space, start } = thisProcess();
  const id = randomUUID();
  db.prepare('INSERT INTO owners (id, pid, host, boot, space, start, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    id,
    pid,
    host,
    boot,
    space,
    start,
    clock.now(),
  );
  return id;
}

/** Writes nothing while the owner neither runs anything nor uses a session. */
export function prepareSignOfLife(db: Database.Database, clock: Clock, owner: string): () => void {
  const statement = db.prepare(
    `UPDATE owners SET seen_at = ? WHERE id = ? AND (EXISTS (SELECT 1 FROM runs WHERE owner = owners.id AND status = 'running')
       OR EXISTS (SELECT 1 FROM sessions WHERE owner = owners.id))`,
  );
  return () => {
    statement.run(clock.now(), owner);
  };
}

/** Every opening of this store whose process still runs. */
export function livingOwners(db: Database.Database, clock: Clock): ReadonlySet<string> {
  const here = thisProcess();
  return new Set(
    allOwners(db)
      .filter((row) => isAlive(row, here, clock.now()))
      .map((row) => row.id),
  );
}

function allOwners(db: Database.Database): OwnerRow[] {
  return db.prepare<[], OwnerRow>('SELECT id, pid, host, boot, space, start, seen_at FROM owners').all();
}

/** Whether `interruptAbandonedRuns` has anything to do: a look takes no lock that others wait for. */
export function hasGoneOwners(db: Database.Database, clock: Clock): boolean {
  const here = thisProcess();
  const owners = allOwners(db);
  const ids = new Set(owners.map(({ id }) => id));
  const running = db.prepare<[], { owner: string | null }>("SELECT owner FROM runs WHERE status = 'running'").all();
  return owners.some((row) => !isAlive(row, here, clock.now())) || running.some(({ owner }) => owner === null || !ids.has(owner));
}

/**
 * Marks runs without a living owner, lets go of their sessions, ends what their tools left running and forgets owners that are gone. Call
 * inside a transaction.
 */
export function interruptAbandonedRuns(db: Database.Database, clock: Clock): string[] {
  const here = thisProcess();
  const gone = allOwners(db).filter((row) => !isAlive(row, here, clock.now()));
  // Before anybody goes on with what they ran. Of those that cannot be seen from here, none is surely gone.
  endLeftBehind(gone.filter((row) => processLiveness(row, here) === 'gone'));
  const forget = db.prepare('DELETE FROM owners WHERE id = ?');
  for (const { id } of gone) forget.run(id);
  db.prepare('UPDATE sessions SET owner = NULL WHERE owner IS NOT NULL AND owner NOT IN (SELECT id FROM owners)').run();
  return db
    .prepare<[], { id: string }>(
      `UPDATE runs SET status = 'interrupted', owner = NULL
       WHERE status = 'running' AND (owner IS NULL OR owner NOT IN (SELECT id FROM owners)) RETURNING id`,
    )
    .all()
    .map((row) => row.id);
}

/** The runs it leaves behind are interrupted. Call inside a transaction. */
export function releaseOwner(db: Database.Database, owner: string): void {
  db.prepare("UPDATE runs SET status = 'interrupted', owner = NULL WHERE status = 'running' AND owner = ?").run(owner);
  db.prepare('UPDATE sessions SET owner = NULL WHERE owner = ?').run(owner);
  db.prepare('DELETE FROM owners WHERE id = ?').run(owner);
}

function isAlive(row: OwnerRow, here: ProcessIdentity, now: number): boolean {
  const liveness = processLiveness(row, here);
  if (liveness !== 'unknown') return liveness === 'alive';
  // Either way: a clock that was set back must not keep a dead owner alive for years.
  return Math.abs(now - row.seen_at) < GONE_AFTER_MS;
}
