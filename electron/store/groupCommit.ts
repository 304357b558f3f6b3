import type Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/appError';
import { isStoreFailure, toStoreError } from './storeError';

/** Gathers all changes of one turn of the event loop in one transaction, which makes durable commits nearly free. */
export type GroupCommit = {
  /**
   * Queues a change; resolves with its result once it is durable. When it throws, its promise rejects and the other
   * changes are stored without it. `change` may be called twice, so it does nothing but SQL on this connection.
   */
  write<T>(change: () => T): Promise<T>;
  /** Commits what is queued before it returns. */
  flush(): void;
  /** Flushes; later writes reject. */
  close(): void;
};

export type GroupCommitOptions = {
  readonly file: string;
  /** Called after every transaction with the number of changes in it and its time. */
  readonly onCommit?: (changes: number, durationMs: number) => void;
  readonly monotonic: () => number;
};

type Change = {
  /** Remembers the result for `done`. */
  apply(): void;
  done(): void;
  fail(error: unknown): void;
};

export function createGroupCommit(db: Database.Database, options: GroupCommitOptions): GroupCommit {
  const commands = prepareCommands(db);
  let queue: Change[] = [];
  let isClosed = false;

  function flush(): void {
    const changes = queue;
    queue = [];
    if (changes.length === 0) return;
    const startedAt = options.monotonic();
    try {
      for (const settle of commit(changes)) settle();
    } catch (error) {
      if (db.inTransaction) commands.rollback.run();
      const reported = toStoreError(error, options.file);
      for (const change of changes) change.fail(reported);
    }
    options.onCommit?.(changes.length, options.monotonic() - startedAt);
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
        return () => change.fail(error);
      }
      commands.release.run();
      return () => change.done();
    });
    commands.commit.run();
    return settled;
  }

  return {
    write<T>(change: () => T) {
      if (isClosed)
        return Promise.reject(new AppError('STORE_FAILED', `${options.file} is closed already. Open it again, then try again.`));
      return new Promise<T>((resolve, reject) => {
        if (queue.length === 0) setImmediate(flush);
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
    flush,
    close() {
      isClosed = true;
      flush();
    },
  };
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
