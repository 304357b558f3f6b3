import type Database from 'better-sqlite3';
import type { Migration } from '../migrate';
import { unpackJson } from '../packedJson';

/**
 * What sessions need to be shared between processes (`owner`: the opening of the store that has a turn of it), filtered (`model`,
 * `workflow_name`), taken back after deleting (`deletion`: what was deleted together, hidden until it is purged), and to know where they stand
 * (`checkpoint_id`: last saved or restored; `known_tree`: their files as they last left them). Checkpoints may carry files, and a restoring of files is
 * written down before it begins.
 */
const SCHEMA = `
ALTER TABLE sessions ADD COLUMN owner TEXT;
ALTER TABLE sessions ADD COLUMN deletion TEXT;
ALTER TABLE sessions ADD COLUMN deleted_at TEXT;
ALTER TABLE sessions ADD COLUMN checkpoint_id TEXT;
ALTER TABLE sessions ADD COLUMN known_tree TEXT;
ALTER TABLE sessions ADD COLUMN model TEXT;
ALTER TABLE sessions ADD COLUMN workflow_name TEXT;
CREATE INDEX sessions_in_use ON sessions (owner) WHERE owner IS NOT NULL;
CREATE INDEX sessions_deleted ON sessions (deletion) WHERE deletion IS NOT NULL;

ALTER TABLE checkpoints ADD COLUMN files ANY;
CREATE INDEX checkpoints_by_parent ON checkpoints (parent_id);

CREATE TABLE file_restores (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  restore ANY NOT NULL
) STRICT;
`;

export const sessionLife: Migration = {
  version: 2,
  name: '0002-session-life',
  up(db) {
    db.exec(SCHEMA);
    fillNames(db);
  },
};

function fillNames(db: Database.Database): void {
  const update = db.prepare('UPDATE sessions SET model = ?, workflow_name = ? WHERE number = ?');
  const rows = db
    .prepare<[], { number: number; settings: unknown; metadata: unknown }>('SELECT number, settings, metadata FROM sessions')
    .all();
  for (const { number, settings, metadata } of rows) update.run(textIn(settings, 'model'), textIn(metadata, 'workflowName'), number);
}

/** A damaged row keeps its place; it is reported where it is read. */
function textIn(packed: unknown, name: string): string | null {
  try {
    const value: unknown = Object(unpackJson(packed, 'session'))[name];
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
