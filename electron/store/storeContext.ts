import type Database from 'better-sqlite3';
import type { Clock, Ids, Logger } from '../engine/ports';
import type { GroupCommit } from './groupCommit';
import type { SearchIndex } from './searchIndex';

/** What every repository is built from. */
export type StoreContext = {
  readonly db: Database.Database;
  readonly write: GroupCommit['write'];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly searchIndex: SearchIndex;
  /** Names this opening of the store; runs under way carry it. */
  readonly owner: string;
};
