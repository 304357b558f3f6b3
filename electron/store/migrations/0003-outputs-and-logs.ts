import type { Migration } from '../migrate';

/**
 * What tools put out beyond what a model is given, whole and in parts, each with the rows it is shown in; and what MCP servers said and did, the
 * newest lines of each.
 */
const SCHEMA = `
CREATE TABLE tool_outputs (
  number INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
  call_id TEXT NOT NULL,
  cut INTEGER NOT NULL,
  UNIQUE (session, call_id)
) STRICT;

CREATE TABLE tool_output_parts (
  output INTEGER NOT NULL REFERENCES tool_outputs (number) ON DELETE CASCADE,
  part INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  line_ends INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  text ANY NOT NULL,
  PRIMARY KEY (output, part)
) STRICT;

CREATE TABLE server_log (
  number INTEGER PRIMARY KEY,
  server TEXT NOT NULL COLLATE NOCASE,
  at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('said', 'trouble', 'state')),
  owner TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX server_log_by_server ON server_log (server, number);
`;

export const outputsAndLogs: Migration = {
  version: 3,
  name: '0003-outputs-and-logs',
  up: (db) => {
    db.exec(SCHEMA);
  },
};
