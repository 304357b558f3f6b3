CREATE TABLE owners (
  id TEXT PRIMARY KEY,
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  boot TEXT NOT NULL,
  space TEXT NOT NULL,
  start TEXT NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE workflows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  deleted_at TEXT
) STRICT;
CREATE TABLE workflow_revisions (
  workflow INTEGER NOT NULL REFERENCES workflows (number) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  label TEXT,
  saved_at TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  step_count INTEGER NOT NULL,
  definition ANY NOT NULL,
  PRIMARY KEY (workflow, revision)
) STRICT;
CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  workflow_id TEXT,
  workflow_name TEXT NOT NULL,
  parent_session_id TEXT,
  parent_call_id TEXT,
  status TEXT NOT NULL CHECK (status IN ('running', 'interrupted', 'completed', 'partial', 'failed')),
  owner TEXT,
  aborted INTEGER NOT NULL,
  rehearsal INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  duration_ms REAL,
  step_count INTEGER NOT NULL,
  completed_steps INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  cost_usd REAL,
  last_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_by_workflow ON runs (workflow_id);
CREATE INDEX runs_by_parent ON runs (parent_session_id);
CREATE INDEX runs_under_way ON runs (owner) WHERE status = 'running';
CREATE TABLE run_inputs (
  run INTEGER PRIMARY KEY REFERENCES runs (number) ON DELETE CASCADE,
  definition ANY NOT NULL,
  parameters ANY NOT NULL,
  work_dir TEXT NOT NULL,
  permission_mode TEXT NOT NULL CHECK (permission_mode IN ('default', 'acceptEdits', 'plan', 'bypassPermissions')),
  max_concurrency INTEGER NOT NULL,
  model TEXT,
  system_prompt TEXT NOT NULL
, permissions ANY) STRICT;
CREATE TABLE events (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  created_at TEXT NOT NULL,
  last_active_at TEXT NOT NULL,
  closed_at TEXT,
  head INTEGER,
  run_id TEXT,
  metadata TEXT NOT NULL,
  settings ANY NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  cost_usd REAL
, owner TEXT, deletion TEXT, deleted_at TEXT, checkpoint_id TEXT, known_tree TEXT, model TEXT, workflow_name TEXT) STRICT;
CREATE INDEX sessions_by_run ON sessions (run_id);
CREATE INDEX sessions_by_activity ON sessions (last_active_at);
CREATE TABLE messages (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
  parent INTEGER,
  depth INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  content ANY NOT NULL,
  created_at TEXT NOT NULL,
  model TEXT,
  stop_reason TEXT,
  usage TEXT,
  interrupted INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_by_session ON messages (session);
CREATE TABLE checkpoints (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
  label TEXT NOT NULL,
  message INTEGER,
  parent_id TEXT,
  automatic INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  settings ANY NOT NULL
, files ANY) STRICT;
CREATE INDEX checkpoints_by_session ON checkpoints (session);
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  source TEXT NOT NULL,
  workflow_name TEXT NOT NULL,
  problems ANY NOT NULL
) STRICT;
CREATE INDEX sessions_in_use ON sessions (owner) WHERE owner IS NOT NULL;
CREATE INDEX sessions_deleted ON sessions (deletion) WHERE deletion IS NOT NULL;
CREATE INDEX checkpoints_by_parent ON checkpoints (parent_id);
CREATE TABLE file_restores (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  restore ANY NOT NULL
) STRICT;
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
CREATE VIRTUAL TABLE message_words USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'", prefix = '2 3'
);
