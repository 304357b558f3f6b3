import type { Migration } from '../migrate';

/**
 * What was decided about calls of sessions, whose turns are no steps of runs (those have it among their events). `result`: the message with the
 * call's result, once there is one; ids of calls alone may come again, also on another branch.
 */
const SCHEMA = `
CREATE TABLE decisions (
  number INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
  call_id TEXT NOT NULL,
  result INTEGER,
  state TEXT NOT NULL CHECK (state IN ('asked', 'allowed', 'denied')),
  reason TEXT NOT NULL,
  asked_because TEXT,
  reply TEXT,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_session ON decisions (session);
CREATE INDEX decisions_by_result ON decisions (result) WHERE result IS NOT NULL;
CREATE INDEX decisions_without_result ON decisions (session, call_id) WHERE result IS NULL;
`;

export const decisions: Migration = {
  version: 5,
  name: '0005-decisions',
  up: (db) => {
    db.exec(SCHEMA);
  },
};
