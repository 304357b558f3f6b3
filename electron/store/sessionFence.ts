import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import { noSuchSession } from '../../shared/session/noSuchSession';
import type { Clock } from '../engine/ports';
import type { SeenSession, SessionStore } from '../sessions/ports';
import { livingOwners } from './owner';
import type { StoreContext } from './storeContext';

/** Lets one process at a time add to a session. */
export type SessionFence = {
  /**
   * The key of a session this process may write to. Inside a write only: `NOT_FOUND` when it is deleted, `BUSY` when another process has
   * a turn of it, or had to be taken for dead, lost its claim and woke up.
   */
  writable(sessionId: string): number;
  /** The key of a session, whoever uses it. Inside a write only: `NOT_FOUND` when it is deleted. */
  numberOf(sessionId: string): number;
};

type Claims = Pick<SessionStore, 'claim' | 'release' | 'claimedElsewhere' | 'inRunsUnderWay' | 'closeUnused'>;
type Row = { readonly number: number; readonly owner: string | null };

export function createSessionFence({ db, write, clock, owner }: StoreContext): SessionFence & { readonly claims: Claims } {
  const sql = prepare(db);
  /** What this process believes to hold; the rows decide. */
  const held = new Set<string>();

  function find(id: string): Row {
    const row = sql.find.get(id);
    if (!row) throw noSuchSession(id);
    return row;
  }

  return {
    numberOf: (id) => find(id).number,
    writable(id) {
      const row = find(id);
      if (row.owner !== (held.has(id) ? owner : null)) throw inUse(id);
      return row.number;
    },
    claims: {
      async claim(id, at) {
        await write(() => {
          const row = find(id);
          if (row.owner !== null && row.owner !== owner && isLiving(db, clock, row.owner)) throw inUse(id);
          sql.claim.run(owner, at, row.number);
        });
        held.add(id);
      },
      async release(id, at) {
        try {
          await write(() => {
            if (sql.release.run(at, id, owner).changes === 0) find(id);
          });
        } finally {
          held.delete(id);
        }
      },
      closeUnused: (seen, at) =>
        write(() => {
          const living = JSON.stringify([...livingOwners(db, clock)]);
          return seen.reduce((closed, session) => closed + sql.closeUnused.run({ ...seenColumns(session), at, living }).changes, 0);
        }),
      claimedElsewhere() {
        const rows = sql.inUse.all(owner);
        if (rows.length === 0) return new Set();
        const living = livingOwners(db, clock);
        return new Set(rows.filter((row) => living.has(row.owner)).map((row) => row.id));
      },
      inRunsUnderWay() {
        const rows = sql.inRuns.all();
        if (rows.length === 0) return new Set();
        const living = livingOwners(db, clock);
        return new Set(rows.filter((row) => living.has(row.owner)).map((row) => row.id));
      },
    },
  };
}

function isLiving(db: Database.Database, clock: Clock, owner: string): boolean {
  return livingOwners(db, clock).has(owner);
}

function prepare(db: Database.Database) {
  return {
    find: db.prepare<[string], Row>('SELECT number, owner FROM sessions WHERE id = ? AND deletion IS NULL'),
    claim: db.prepare('UPDATE sessions SET owner = ?, last_active_at = ?, closed_at = NULL WHERE number = ?'),
    release: db.prepare('UPDATE sessions SET owner = NULL, last_active_at = ?, closed_at = NULL WHERE id = ? AND owner = ?'),
    closeUnused: db.prepare(
      `UPDATE sessions SET closed_at = @at WHERE id = @id AND deletion IS NULL AND last_active_at = @lastActiveAt AND closed_at IS @closedAt
         AND (owner IS NULL OR owner NOT IN (SELECT value FROM json_each(@living)))`,
    ),
    inRuns: db.prepare<[], { id: string; owner: string }>(
      `SELECT sessions.id, runs.owner FROM runs JOIN sessions ON sessions.run_id = runs.id
       WHERE runs.status = 'running' AND runs.owner IS NOT NULL`,
    ),
    inUse: db.prepare<[string], { id: string; owner: string }>('SELECT id, owner FROM sessions WHERE owner IS NOT NULL AND owner <> ?'),
  };
}

function seenColumns({ id, lastActiveAt, closedAt }: SeenSession): SeenSession {
  return { id, lastActiveAt, closedAt };
}

function inUse(id: string): AppError {
  return new AppError(
    'BUSY',
    `Another Stepgraph process (a window, a terminal or a program) is using session ${id}. Wait until its turn is done, or stop it there.`,
  );
}
