import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../../../electron/store/connection';
import { MIGRATIONS } from '../../../../electron/store/migrations/list';
import { dice, FIRST_SEED } from '../../../support/seeds';
import { openedStore, temporaryFolder } from '../support';
import { createDeeds } from './deeds';
import { contentOf, findingsIn, withDatabase } from './fileState';
import { quickFolder } from './quickFolder';

afterEach(() => {
  vi.restoreAllMocks();
});

const SIDE_FILES = ['', '-wal', '-journal'] as const;
const NEWEST = MIGRATIONS.length;

/** A file at that version which holds something, closed. */
async function fileAt(version: number): Promise<string> {
  const file = path.join(quickFolder(), `version ${version}.db`);
  if (version === NEWEST) {
    const store = openedStore(file);
    const deed = createDeeds(store, dice(FIRST_SEED));
    for (let deeds = 0; deeds < 40; deeds += 1) await deed();
    await store.close();
  } else if (version > 0) {
    const db = openDatabase(file, MIGRATIONS.slice(0, version));
    db.exec(ROWS);
    db.close();
  }
  return file;
}

/** Fits every version. */
const ROWS = `
  INSERT INTO workflows (number, id, revision) VALUES (1, 'wf_1', 1);
  INSERT INTO settings (key, value) VALUES ('theme', '"dark"');
  INSERT INTO sessions (number, id, title, created_at, last_active_at, metadata, settings, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens)
    VALUES (1, 'ses_1', 'First', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '{"workflowName":"release-check"}', '{"model":"test-model"}', 0, 0, 0, 0);`;

/**
 * Opens the file and keeps, before and after each statement that may write, what another process would find if this one were killed there: the files, as
 * the system has them by then.
 */
function openKeepingWrecks(file: string): readonly string[] {
  const folder = quickFolder();
  const wrecks: string[] = [];
  const keep = () => {
    const wreck = path.join(folder, `${wrecks.length}.db`);
    wrecks.push(wreck);
    for (const suffix of SIDE_FILES) if (existsSync(file + suffix)) copyFileSync(file + suffix, wreck + suffix);
  };
  const { exec, pragma } = Database.prototype;
  vi.spyOn(Database.prototype, 'exec').mockImplementation(function (this: Database.Database, source) {
    for (const statement of source.split(/;\s*$/m)) {
      exec.call(this, statement);
      keep();
    }
    return this;
  });
  vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Database.Database, ...given) {
    keep();
    const answer: unknown = pragma.apply(this, given);
    keep();
    return answer;
  });
  openDatabase(file, MIGRATIONS).close();
  keep();
  vi.restoreAllMocks();
  return wrecks;
}

test.each(MIGRATIONS.map((_, version) => version))(
  'a process killed at any statement of the way from version %i leaves a file that opens, with all that was in it (F7)',
  async (version) => {
    const file = await fileAt(version);
    const contents = version === 0 ? [] : [withDatabase(file, contentOf)];
    const wrecks = openKeepingWrecks(file);
    const migrated = withDatabase(file, contentOf);
    console.log(`F7: ${wrecks.length} wrecks on the way from version ${version}`);
    expect(wrecks.length).toBeGreaterThan(20);
    for (const wreck of wrecks) {
      const versionLeft = existsSync(wreck) ? withDatabase(wreck, (db) => db.pragma('user_version', { simple: true })) : 0;
      if (versionLeft === version && version > 0) expect(contents).toContain(withDatabase(wreck, contentOf));
      expect(MIGRATIONS.map((migration) => migration.version).concat(0)).toContain(versionLeft);
      const db = openDatabase(wreck, MIGRATIONS);
      expect({ findings: findingsIn(db), content: contentOf(db) }).toEqual({ findings: [], content: migrated });
      db.close();
    }
  },
);

test('a process killed while it makes a new file leaves one that opens, also with a change half done', () => {
  const [made, file] = ['made.db', 'file.db'].map((name) => path.join(temporaryFolder(), name)) as [string, string];
  const db = new Database(made);
  db.pragma('cache_size = 1'); // what is changed goes into the file before the end
  db.exec('BEGIN; CREATE TABLE made (content)');
  const insert = db.prepare('INSERT INTO made VALUES (zeroblob(4000))');
  for (let row = 0; row < 50; row += 1) insert.run();
  for (const suffix of ['', '-journal']) copyFileSync(made + suffix, file + suffix);
  db.close();
  expect(readFileSync(file).length).toBeGreaterThan(0);
  expect(openedStore(file).runs.list({})).toEqual({ runs: [], total: 0 });
});

test('a later version is refused by every earlier one, and nothing is written', async () => {
  const file = await fileAt(NEWEST);
  const before = readFileSync(file);
  for (let known = 0; known < NEWEST; known += 1) {
    expect(() => openDatabase(file, MIGRATIONS.slice(0, known))).toThrowError(
      expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringMatching(/later version.*Update Stepgraph/s) }),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  }
  expect(readdirSync(path.dirname(file)).filter((name) => name.includes('backup'))).toEqual([]);
});
