import fs, { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { assertDurable, openDatabase } from '../../../electron/store/connection';
import { MIGRATIONS } from '../../../electron/store/migrations/list';
import { damage } from '../../support/damage';
import { doneFact, eventsOf, sampleMessage, sampleRun, sampleSession, startFact } from './samples';
import { openedStore, recordingLog, temporaryFile, temporaryFolder } from './support';

test('a new store is a private file in a folder made for it', async () => {
  const file = path.join(temporaryFolder(), 'a', 'b', 'stepgraph.db');
  const store = openedStore(file);
  await store.settings.set({ theme: 'dark' });
  expect(readdirSync(path.dirname(file)).map((name) => [name, statSync(path.join(path.dirname(file), name)).mode & 0o777])).toEqual([
    ['stepgraph.db', 0o600],
    ['stepgraph.db-shm', 0o600],
    ['stepgraph.db-wal', 0o600],
  ]);
});

test('opening and migrating commit with synchronous FULL, also after transactions', async () => {
  const file = temporaryFile();
  const db = openDatabase(file, MIGRATIONS);
  db.transaction(() => db.prepare("INSERT INTO settings VALUES ('a', '1')").run()).immediate();
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  db.pragma('synchronous = NORMAL');
  expect(() => assertDurable(db)).toThrow('synchronous=1');
  db.close();
});

test('a store syncs its log for every transaction it says is stored', async () => {
  const store = openedStore();
  let synced = 0;
  const { fdatasync } = fs;
  const counting: typeof fdatasync = Object.assign(
    (descriptor: number, callback: fs.NoParamCallback) => {
      synced += 1;
      fdatasync(descriptor, callback);
    },
    { __promisify__: fdatasync.__promisify__ },
  );
  fs.fdatasync = counting;
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.fdatasync = fdatasync;
    syncBuiltinESMExports();
  });
  await store.settings.set({ theme: 'dark' });
  expect(synced).toBe(1);
  await store.settings.set({ theme: 'light' });
  expect(synced).toBe(2);
});

test('a file of a later version is refused and left byte for byte, also when part of it is still in its log', async () => {
  const folder = temporaryFolder();
  const [original, file] = ['original.db', 'later.db'].map((name) => path.join(folder, name)) as [string, string];
  const db = openDatabase(original, MIGRATIONS);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma('user_version = 999');
  for (const suffix of ['', '-wal']) copyFileSync(original + suffix, file + suffix);
  db.close();
  const before = ['', '-wal'].map((suffix) => readFileSync(file + suffix).toString('hex'));
  expect(() => openedStore(file)).toThrowError(
    expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringMatching(/later version.*schema 999.*Update Stepgraph/s) }),
  );
  expect(['', '-wal'].map((suffix) => readFileSync(file + suffix).toString('hex'))).toEqual(before);
});

test('a database of another program is refused and left as it is', () => {
  const file = temporaryFile();
  const db = new Database(file);
  db.exec('CREATE TABLE theirs (a)');
  db.close();
  const before = readFileSync(file).toString('hex');
  expect(() => openedStore(file)).toThrowError(
    expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringContaining('another program') }),
  );
  expect(readFileSync(file).toString('hex')).toBe(before);
});

test('a file that is no database is refused and left as it is', () => {
  const file = temporaryFile();
  writeFileSync(file, 'Dear diary, '.repeat(1000));
  expect(() => openedStore(file)).toThrowError(expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringContaining(file) }));
  expect(readFileSync(file, 'utf8')).toBe('Dear diary, '.repeat(1000));
});

test('a damaged file is reported by name and left as it is', async () => {
  const file = temporaryFile();
  const store = openedStore(file);
  for (let index = 0; index < 50; index += 1) await store.sessions.create(sampleSession(`ses_${index}`));
  await store.close();
  const bytes = readFileSync(file);
  for (let page = 2; page < bytes.length / 4096; page += 1) bytes.fill(0x5a, page * 4096, page * 4096 + 64);
  writeFileSync(file, bytes);
  expect(() => openedStore(file)).toThrowError(
    expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringMatching(new RegExp(`${file} is damaged`)) }),
  );
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a file whose tables are not those of its version is reported as damaged, and let go of', async () => {
  const file = temporaryFile();
  await openedStore(file).close();
  damage(file, 'ALTER TABLE run_inputs RENAME COLUMN system_prompt TO system_prompu');
  expect(() => openedStore(file)).toThrowError(
    expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringMatching(/is damaged \(.*system_prompt.*\)\. Move it away/) }),
  );
  expect(existsSync(`${file}-wal`)).toBe(false);
});

test('a folder in the place of the file, and a place that cannot be made, are sentences', () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'folder.db'));
  writeFileSync(path.join(folder, 'file'), '');
  for (const file of [path.join(folder, 'folder.db'), path.join(folder, 'file', 'stepgraph.db')]) {
    expect(() => openedStore(file)).toThrowError(expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringContaining(file) }));
  }
});

test('closing twice is harmless and leaves no side files', async () => {
  const file = temporaryFile();
  const store = openedStore(file);
  await store.close();
  await store.close();
  expect([existsSync(file), existsSync(`${file}-wal`)]).toEqual([true, false]);
});

test('damage that comes while the store is open is a sentence, and closing still works', async () => {
  const file = temporaryFile();
  const filled = openedStore(file);
  await Promise.all(Array.from({ length: 50 }, (_, index) => filled.sessions.create(sampleSession(`ses_${index}`))));
  await filled.close();
  const log = recordingLog();
  const store = openedStore(file, { log });
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0x5a, 4096));
  expect(() => store.sessions.list({})).toThrowError(
    expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringContaining(`${file} is damaged`) }),
  );
  await store.close();
  expect(log.messages).toEqual(['The store could not be written to while closing']);
});

test('a damaged row is an error for itself; lists leave it out, say so and open', async () => {
  const file = temporaryFile();
  const log = recordingLog();
  const store = openedStore(file, { log });
  for (const id of ['run_1', 'run_2', 'run_3']) await store.runs.create(sampleRun(id));
  for (const id of ['ses_1', 'ses_2']) await store.sessions.create(sampleSession(id));
  await store.settings.set({ theme: 'dark', model: 'claude' });
  damage(file, `UPDATE run_inputs SET parameters = '{"REPO"' WHERE run = 2`);
  damage(file, "UPDATE run_inputs SET definition = x'0102' WHERE run = 3");
  damage(file, `UPDATE sessions SET settings = '{"model": 7}' WHERE id = 'ses_1'`);
  damage(file, "UPDATE settings SET value = 'dark' WHERE key = 'theme'");
  expect(store.runs.list({})).toMatchObject({ runs: [{ runId: 'run_3' }, { runId: 'run_1' }], total: 3 });
  expect(() => store.runs.get('run_2')).toThrowError(
    expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringContaining('run run_2 is damaged') }),
  );
  expect(() => store.runs.get('run_3')).toThrowError(expect.objectContaining({ code: 'STORE_FAILED' }));
  expect(store.sessions.list({}).map((session) => session.id)).toEqual(['ses_2']);
  expect(() => store.sessions.get('ses_1')).toThrowError(expect.objectContaining({ code: 'STORE_FAILED' }));
  expect(store.settings.all()).toEqual({ model: 'claude' });
  expect(log.messages).toEqual([
    expect.stringContaining('run run_2 is damaged'),
    expect.stringContaining('session ses_1 is damaged'),
    expect.stringContaining('setting theme is damaged'),
  ]);
});

test('a damaged event is an error for its run, and for no other', async () => {
  const file = temporaryFile();
  const store = openedStore(file);
  for (const id of ['run_1', 'run_2']) {
    await store.runs.create(sampleRun(id));
    await store.events.append(id, eventsOf(id, [startFact, doneFact]));
  }
  const [, second] = eventsOf('run_1', [startFact, doneFact]);
  for (const event of [
    '{"type',
    '[]',
    'null',
    '{"type":"toString"}',
    JSON.stringify({ ...second, seq: 3 }),
    JSON.stringify({ ...second, runId: 'run_2' }),
  ]) {
    damage(file, 'UPDATE events SET event = ? WHERE run = 1 AND seq = 2', event);
    expect(() => store.events.events('run_1', 0)).toThrowError(
      expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringContaining('event 2 of run run_1 is damaged') }),
    );
  }
  expect(store.events.events('run_1', 0, 1)).toHaveLength(1);
  expect(store.events.events('run_2', 0)).toHaveLength(2);
});

test('space left by what was deleted is given back when the store closes', async () => {
  const file = temporaryFile();
  const store = openedStore(file);
  await store.sessions.create(sampleSession('ses_1'));
  const noise = Array.from({ length: 40_000 }, (_, index) => Math.sin(index)).join(' ');
  await store.sessions.append(sampleMessage('msg_1', 'ses_1', null, { content: [{ type: 'image', data: noise }] }), null);
  await store.close();
  const before = statSync(file).size;
  const again = openedStore(file);
  await again.sessions.delete(['ses_1']);
  await again.close();
  expect(before - statSync(file).size).toBeGreaterThan(200_000);
});
