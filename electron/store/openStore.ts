import type Database from 'better-sqlite3';
import type { Clock, Ids, Logger } from '../engine/ports';
import { createAttempts } from './attempts';
import { assertDurable, openDatabase, syncApart } from './connection';
import { createEvents } from './events';
import { createGroupCommit } from './groupCommit';
import { MIGRATIONS } from './migrations/list';
import { interruptAbandonedRuns, prepareSignOfLife, registerOwner, releaseOwner, SIGN_OF_LIFE_EVERY_MS } from './owner';
import { reportingFailures } from './reportingFailures';
import { createRuns } from './runs';
import { createSearchIndex } from './searchIndex';
import { createServerLog } from './serverLog';
import { createSessions } from './sessions';
import { createSettings } from './settings';
import type { Store } from './store';
import { toStoreError } from './storeError';
import { createToolOutputs } from './toolOutputs';
import type { WalSync } from './walSync';
import { createWorkflows } from './workflows';

export type StoreOptions = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** Called after every transaction with the number of writes in it; for measuring. */
  readonly onCommit?: (writes: number) => void;
};

const SLOW_COMMIT_MS = 500;
/** At most 32 MiB of space that deleted rows left, so that closing stays quick. */
const PAGES_GIVEN_BACK = 8192;

/**
 * Opens the store in `file`, creating it and its folder where missing. Runs of processes that are gone are marked as
 * interrupted. Throws `STORE_FAILED`, with the file untouched, when it is damaged, foreign or of a later version.
 */
export function openStore(file: string, options: StoreOptions): Store {
  const db = openDatabase(file, MIGRATIONS);
  let wal: WalSync | undefined;
  try {
    const owner = db.transaction(() => takeOver(db, options.clock)).immediate();
    assertDurable(db);
    wal = syncApart(db, file);
    return storeOn({ db, wal, owner }, file, options);
  } catch (error) {
    wal?.close();
    db.close();
    throw toStoreError(error, file);
  }
}

function takeOver(db: Database.Database, clock: Clock): string {
  interruptAbandonedRuns(db, clock);
  return registerOwner(db, clock);
}

type Connection = { readonly db: Database.Database; readonly wal: WalSync; readonly owner: string };

function storeOn({ db, wal, owner }: Connection, file: string, options: StoreOptions): Store {
  const { clock, ids, log } = options;
  const commits = createGroupCommit(db, {
    file,
    wal,
    monotonic: () => clock.monotonic(),
    onCommit(writes, durationMs) {
      if (durationMs > SLOW_COMMIT_MS) log.warn(`Storing ${writes} changes took ${Math.round(durationMs)} ms`);
      options.onCommit?.(writes);
    },
  });
  const { write } = commits;
  const searchIndex = createSearchIndex({ db, write, log });
  const context = { db, write, clock, ids, log, searchIndex, owner };
  const repositories = {
    workflows: reportingFailures(createWorkflows(context), file),
    runs: reportingFailures(createRuns(context), file),
    events: reportingFailures(createEvents(context), file),
    sessions: reportingFailures(createSessions(context), file),
    toolOutputs: reportingFailures(createToolOutputs(context), file),
    serverLog: reportingFailures(createServerLog(context), file),
    settings: reportingFailures(createSettings(context), file),
    attempts: reportingFailures(createAttempts(context), file),
  };
  // Last, since from here on something goes on that has to be stopped.
  const stopSigns = giveSignsOfLife(prepareSignOfLife(db, clock, owner), write, log);
  return {
    file,
    ...repositories,
    changedElsewhere: prepareChangedElsewhere(db),
    async close() {
      if (!db.open) return;
      stopSigns();
      searchIndex.close();
      commits.close();
      wal.close();
      closeDatabase(db, owner, log);
    },
  };
}

/** SQLite counts the commits of all other connections (`data_version`), and never this one's. */
function prepareChangedElsewhere(db: Database.Database): () => boolean {
  const version = () => db.pragma('data_version', { simple: true });
  let last = version();
  return () => {
    const before = last;
    last = version();
    return last !== before;
  };
}

function giveSignsOfLife(sign: () => void, write: (change: () => void) => Promise<void>, log: Logger): () => void {
  const timer = setInterval(() => {
    write(sign).catch((error: unknown) => log.warn('The store could not be written to', error));
  }, SIGN_OF_LIFE_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** What cannot be written any more (a full disk) is put right at the next opening. */
function closeDatabase(db: Database.Database, owner: string, log: Logger): void {
  try {
    db.transaction(() => releaseOwner(db, owner)).immediate();
    db.pragma(`incremental_vacuum(${PAGES_GIVEN_BACK})`);
    db.pragma('optimize');
  } catch (error) {
    log.warn('The store could not be written to while closing', error);
  }
  db.close();
}
