import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import { isStoreFailure, toStoreError } from './storeError';
import type { WalSync } from './walSync';

/**
 * Gathers changes in few transactions, which makes durable commits nearly free: those of two turns of the event loop share one, and so do all that
 * come while the disk is busy with the transaction before. Nothing waits for the disk but the promises of the changes themselves.
 */
export type GroupCommit = {
  /**
   * Queues a change; resolves with its result once it is durable. When it throws, its promise rejects and the other
   * changes are stored without it. `change` may be called twice, so it does nothing but SQL on this connection.
   */
  write<T>(change: () => T): Promise<T>;
  /** Commits what is queued, durably, before it returns; later writes reject. */
  close(): void;
};

export type GroupCommitOptions = {
  readonly file: string;
  /** The connection itself need not wait for the disk: this does, after every transaction. */
  readonly wal: WalSync;
  /** Called once a transaction is durable, with the number of changes in it and its time. */
  readonly onCommit?: (changes: number, durationMs: number) => void;
  readonly monotonic: () => number;
};

type Change = {
  /** Remembers the result for `done`. */
  apply(): void;
  done(): void;
  fail(error: unknown): void;
};

/** A transaction that is committed, and what to tell its changes once it is durable. */
type Committed = { readonly changes: readonly Change[]; readonly settle: readonly (() => void)[]; readonly startedAt: number };

export function createGroupCommit(db: Database.Database, { file, wal, onCommit, monotonic }: GroupCommitOptions): GroupCommit {
  const commands = prepareCommands(db);
  let queue: Change[] = [];
  let underWay: Committed | undefined;
  /** Why nothing can be stored any more. */
  let refusal: unknown;

  function commitQueue(): Committed | undefined {
    const changes = queue;
    queue = [];
    if (changes.length === 0) return undefined;
    const startedAt = monotonic();
    try {
      return { changes, settle: commit(changes), startedAt };
    } catch (error) {
      if (db.inTransaction) commands.rollback.run();
      rejectAll(changes, toStoreError(error, file));
      return undefined;
    }
  }

  /** Two turns of the event loop cost nothing while it is idle; while it is busy they bring a third less commits than one, which is what costs then. */
  function flushSoon(): void {
    setImmediate(() => setImmediate(flush));
  }

  async function flush(): Promise<void> {
    if (underWay || refusal !== undefined) return;
    underWay = commitQueue();
    if (!underWay) return;
    const committed = underWay;
    try {
      await wal.sync();
    } catch (error) {
      // After a failed sync nobody knows what is on the disk, whatever a second one says.
      refusal ??= toStoreError(error, file);
      rejectAll([...committed.changes, ...queue.splice(0)], refusal);
      return;
    }
    finish(committed);
    if (queue.length > 0) flushSoon();
  }

  function finish(committed: Committed): void {
    if (underWay !== committed) return;
    underWay = undefined;
    for (const settle of committed.settle) settle();
    onCommit?.(committed.changes.length, monotonic() - committed.startedAt);
  }

  /** Throws only what concerns all changes alike. */
  function commit(changes: readonly Change[]): (() => void)[] {
    return commitTogether(changes) ?? commitApart(changes);
  }

  /** The quick way; undefined when one of the changes threw and nothing is stored. */
  function commitTogether(changes: readonly Change[]): (() => void)[] | undefined {
    commands.begin.run();
    try {
      for (const change of changes) change.apply();
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      commands.rollback.run();
      return undefined;
    }
    commands.commit.run();
    return changes.map((change) => () => change.done());
  }

  /** Still one transaction, but each change can be taken back alone. */
  function commitApart(changes: readonly Change[]): (() => void)[] {
    commands.begin.run();
    const settled = changes.map((change) => {
      commands.savepoint.run();
      try {
        change.apply();
      } catch (error) {
        if (isStoreFailure(error)) throw error;
        commands.rollbackToSavepoint.run();
        commands.release.run();
        return () => change.fail(toStoreError(error, file));
      }
      commands.release.run();
      return () => change.done();
    });
    commands.commit.run();
    return settled;
  }

  return {
    write<T>(change: () => T) {
      if (refusal !== undefined) return Promise.reject(refusal);
      return new Promise<T>((resolve, reject) => {
        if (queue.length === 0 && !underWay) flushSoon();
        let result: T;
        queue.push({
          apply: () => {
            result = change();
          },
          done: () => resolve(result),
          fail: reject,
        });
      });
    },
    close() {
      if (refusal !== undefined) return;
      refusal = new AppError('STORE_FAILED', `${file} is closed already. Open it again, then try again.`);
      const last = [underWay, commitQueue()].filter((committed) => committed !== undefined);
      underWay = undefined;
      try {
        if (last.length > 0) wal.syncNow();
        for (const settle of last.flatMap((committed) => committed.settle)) settle();
      } catch (error) {
        rejectAll(
          last.flatMap((committed) => committed.changes),
          toStoreError(error, file),
        );
      }
    },
  };
}

function rejectAll(changes: readonly Change[], error: unknown): void {
  for (const change of changes) change.fail(error);
}

function prepareCommands(db: Database.Database) {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    savepoint: db.prepare('SAVEPOINT change'),
    rollbackToSavepoint: db.prepare('ROLLBACK TO change'),
    release: db.prepare('RELEASE change'),
  };
}
