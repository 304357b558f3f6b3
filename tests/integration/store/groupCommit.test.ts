import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createGroupCommit } from '../../../electron/store/groupCommit';
import { NO_WAL, type WalSync } from '../../../electron/store/walSync';
import { eventsOf, sampleRun, startFact, stepStart } from './samples';
import { openedStore, temporaryFile } from './support';

function numbersTable(wal: WalSync = NO_WAL) {
  const file = temporaryFile();
  const db = new Database(file);
  onTestFinished(() => {
    db.close();
  });
  db.exec('CREATE TABLE numbers (value INTEGER PRIMARY KEY) STRICT');
  const commits: number[] = [];
  const { write, close } = createGroupCommit(db, { file, wal, monotonic: () => 0, onCommit: (changes) => commits.push(changes) });
  const insert = db.prepare('INSERT INTO numbers VALUES (?)');
  const add = (value: number) => write(() => insert.run(value).changes);
  const values = () => db.prepare('SELECT value FROM numbers ORDER BY value').pluck().all();
  return { db, write, close, add, values, commits };
}

/** A disk that answers when the test says so. */
function slowDisk() {
  const asked: PromiseWithResolvers<void>[] = [];
  const sync = () => {
    const answer = Promise.withResolvers<void>();
    asked.push(answer);
    return answer.promise;
  };
  /** Resolves once `count` syncs have been asked for. */
  const syncs = (count: number) => vi.waitFor(() => expect(asked).toHaveLength(count));
  return { wal: { ...NO_WAL, sync }, asked, syncs };
}

test('writes of one turn of the event loop share one transaction, and the events of a run in it are one write', async () => {
  const commits: number[] = [];
  const store = openedStore(temporaryFile(), { onCommit: (writes) => commits.push(writes) });
  await Promise.all([store.runs.create(sampleRun('run_1')), store.runs.create(sampleRun('run_2')), store.settings.set({ theme: 'dark' })]);
  await Promise.all(
    ['run_1', 'run_2'].flatMap((id) => [
      store.events.append(id, eventsOf(id, [startFact])),
      store.events.append(id, eventsOf(id, [stepStart('read')], 1)),
    ]),
  );
  expect(commits).toEqual([3, 2]);
  for (const id of ['run_1', 'run_2']) expect(store.events.events(id, 0).map(({ seq }) => seq)).toEqual([1, 2]);
});

test('a write is visible when its promise resolves, not when it is asked for', async () => {
  const { add, values } = numbersTable();
  const written = add(1);
  expect(values()).toEqual([]);
  await written;
  expect(values()).toEqual([1]);
});

test('a change that throws is left out; the others are stored and keep their results', async () => {
  const { add, write, values, commits } = numbersTable();
  const results = await Promise.allSettled([
    add(1),
    write(() => {
      throw new Error('refused');
    }),
    add(1),
    add(2),
  ]);
  expect(results).toEqual([
    { status: 'fulfilled', value: 1 },
    { status: 'rejected', reason: expect.objectContaining({ message: 'refused' }) },
    { status: 'rejected', reason: expect.objectContaining({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }) },
    { status: 'fulfilled', value: 1 },
  ]);
  expect(values()).toEqual([1, 2]);
  expect(commits).toEqual([4]);
});

test('a change that fails over a damaged value is refused in a sentence; the others are stored', async () => {
  const { db, add, write, values } = numbersTable();
  const damaged = write(() => db.prepare(`SELECT '{"cut' ->> '$.a'`).get());
  await Promise.all([add(1), expect(damaged).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('damaged') })]);
  expect(values()).toEqual([1]);
});

test('what a change did before it threw is taken back', async () => {
  const { db, write, values } = numbersTable();
  const change = write(() => {
    db.prepare('INSERT INTO numbers VALUES (7)').run();
    throw new Error('refused');
  });
  await expect(change).rejects.toThrow('refused');
  expect(values()).toEqual([]);
});

test('a full disk rejects every write with a sentence, and the next write after there is room succeeds', async () => {
  const { db, add, write, values } = numbersTable();
  await add(1);
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
  const tooMuch = write(() =>
    db
      .prepare(
        'WITH RECURSIVE series (value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM series LIMIT 100000) INSERT INTO numbers SELECT value FROM series',
      )
      .run(),
  );
  const results = await Promise.allSettled([add(200_000), tooMuch]);
  for (const result of results)
    expect(result).toMatchObject({ reason: { code: 'STORE_FAILED', message: expect.stringMatching(/is full\. Free some space/) } });
  db.pragma('max_page_count = 100000');
  await add(2);
  expect(values()).toEqual([1, 2]);
});

test('closing commits what is queued, and later writes reject', async () => {
  const { add, close, values } = numbersTable();
  const written = add(1);
  close();
  expect(values()).toEqual([1]);
  await written;
  await expect(add(2)).rejects.toMatchObject({ code: 'STORE_FAILED' });
});

test('a promise resolves only once the disk has what was written', async () => {
  const { wal, asked, syncs } = slowDisk();
  const { add } = numbersTable(wal);
  const written = add(1);
  await syncs(1);
  await expect(Promise.race([written, new Promise((resolve) => setImmediate(resolve, 'still waiting'))])).resolves.toBe('still waiting');
  asked[0]?.resolve();
  await expect(written).resolves.toBe(1);
});

test('what comes while the disk is busy shares the next transaction', async () => {
  const { wal, asked, syncs } = slowDisk();
  const { add, commits } = numbersTable(wal);
  const first = add(1);
  await syncs(1);
  const second = add(2);
  await new Promise((resolve) => setImmediate(resolve));
  const third = add(3);
  asked[0]?.resolve();
  await first;
  await syncs(2);
  asked[1]?.resolve();
  await Promise.all([second, third]);
  expect(commits).toEqual([1, 2]);
});

test('after a disk did not take a write nothing is called stored any more', async () => {
  const { wal, asked, syncs } = slowDisk();
  const { add, close } = numbersTable(wal);
  const [first, waiting] = [
    add(1),
    syncs(1).then(() => Promise.all([expect(add(2)).rejects.toThrow('EIO'), asked[0]?.reject(new Error('EIO'))])),
  ];
  await expect(first).rejects.toThrow('EIO');
  await waiting;
  await expect(add(3)).rejects.toThrow('EIO');
  close();
});

test('closing does not wait for a busy disk to answer: it syncs by itself', async () => {
  const { wal, syncs } = slowDisk();
  const syncNow = vi.fn();
  const { add, close, values } = numbersTable({ ...wal, syncNow });
  const first = add(1);
  await syncs(1);
  const second = add(2);
  close();
  expect(syncNow).toHaveBeenCalledOnce();
  expect(values()).toEqual([1, 2]);
  await expect(Promise.all([first, second])).resolves.toEqual([1, 1]);
});
