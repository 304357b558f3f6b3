import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../electron/store/connection';
import type { Migration } from '../../../electron/store/migrate';
import { MIGRATIONS } from '../../../electron/store/migrations/list';
import { temporaryFile } from './support';

/** The file at that version, as the release of then left it. */
function openedAt(file: string, migrations: readonly Migration[]): Database.Database {
  const db = openDatabase(file, migrations);
  onTestFinished(() => {
    db.close();
  });
  return db;
}

/** Everything a schema is made of, one statement each; FTS5's own tables follow from the virtual one. */
function schemaOf(db: Database.Database): string {
  const statements = db.prepare<[], { sql: string }>(
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'message\\_words\\_%' ESCAPE '\\' ORDER BY rowid",
  );
  return statements
    .all()
    .map(({ sql }) => `${sql};\n`)
    .join('');
}

/** Every row of every table, for comparing before and after. */
function contentOf(db: Database.Database): { [table: string]: unknown[] } {
  const names = db.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  return Object.fromEntries(names.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]));
}

const ROWS = `
  INSERT INTO workflows VALUES (1, 'wf_1', 1, NULL);
  INSERT INTO workflow_revisions VALUES (1, 1, NULL, '2026-01-01T00:00:00.000Z', 'release-check', '', 0, '{"name":"release-check","steps":[]}');
  INSERT INTO settings VALUES ('theme', '"dark"');`;

const addColour: Migration = {
  version: 2,
  name: '0002-colour',
  up: (db) => {
    db.exec("ALTER TABLE workflows ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'");
  },
};
const withColour = [...MIGRATIONS.slice(0, 1), addColour];

test('migrations are numbered without gaps', () => {
  expect(MIGRATIONS.map((migration) => migration.version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});

test.each(MIGRATIONS.map((migration) => [migration.name, migration.version] as const))(
  '%s makes the schema it was released with',
  async (name, version) => {
    const db = openedAt(temporaryFile(), MIGRATIONS.slice(0, version));
    await expect(schemaOf(db)).toMatchFileSnapshot(path.join(import.meta.dirname, 'schemas', `${name}.sql`));
  },
);

test('a migration keeps what is stored', () => {
  const file = temporaryFile();
  const old = openedAt(file, MIGRATIONS.slice(0, 1));
  old.exec(ROWS);
  const before = contentOf(old);
  old.close();
  const db = openedAt(file, withColour);
  expect(contentOf(db)).toEqual({ ...before, workflows: [{ number: 1, id: 'wf_1', revision: 1, deleted_at: null, colour: 'grey' }] });
  expect(db.pragma('user_version', { simple: true })).toBe(2);
});

test('decisions come to a store that had none, and nothing else changes', () => {
  const file = temporaryFile();
  const old = openedAt(file, MIGRATIONS.slice(0, 4));
  old.exec(`${ROWS}
    INSERT INTO sessions (id, title, created_at, last_active_at, metadata, settings, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens)
      VALUES ('ses_1', 'Talk', '2026', '2026', '{}', '{}', 0, 0, 0, 0);
    INSERT INTO messages (id, session, depth, role, content, created_at, interrupted) VALUES ('msg_1', 1, 1, 'user', '[]', '2026', 0);`);
  const before = contentOf(old);
  old.close();
  expect(contentOf(openedAt(file, MIGRATIONS.slice(0, 5)))).toEqual({ ...before, decisions: [] });
});

test('before a migration of a file with data, a private copy of it is put beside it', () => {
  const file = temporaryFile();
  const old = openedAt(file, MIGRATIONS.slice(0, 1));
  old.exec(ROWS);
  const before = contentOf(old);
  old.close();
  openedAt(file, withColour);
  const backup = new Database(`${file}.version-1.backup`);
  onTestFinished(() => {
    backup.close();
  });
  expect(contentOf(backup)).toEqual(before);
  expect(statSync(`${file}.version-1.backup`).mode & 0o777).toBe(0o600);
});

test('a new file needs no copy', () => {
  const file = temporaryFile();
  openedAt(file, withColour);
  expect(existsSync(`${file}.version-0.backup`)).toBe(false);
});

test('a migration that fails half-way leaves the file at the version before', () => {
  const file = temporaryFile();
  openedAt(file, MIGRATIONS.slice(0, 1)).exec(ROWS);
  const failing: Migration = {
    ...addColour,
    up: (db) => {
      addColour.up(db);
      db.exec('DELETE FROM workflow_revisions; SELECT no_such_column FROM workflows');
    },
  };
  expect(() => openedAt(file, [...MIGRATIONS.slice(0, 1), failing])).toThrow('no_such_column');
  const db = openedAt(file, MIGRATIONS.slice(0, 1));
  expect(contentOf(db)).toMatchObject({
    workflows: [{ number: 1, id: 'wf_1', revision: 1, deleted_at: null }],
    workflow_revisions: [{ revision: 1 }],
  });
});

test('a migration that leaves rows without their parent is refused', () => {
  const file = temporaryFile();
  openedAt(file, MIGRATIONS.slice(0, 1)).exec(ROWS);
  const careless: Migration = {
    version: 2,
    name: '0002-careless',
    up: (db) => {
      db.exec('DELETE FROM workflows');
    },
  };
  expect(() => openedAt(file, [...MIGRATIONS.slice(0, 1), careless])).toThrow('0002-careless leaves 1 rows without their parent');
  expect(contentOf(openedAt(file, MIGRATIONS.slice(0, 1))).workflows).toHaveLength(1);
});
