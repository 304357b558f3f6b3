import { once } from 'node:events';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../electron/platform/systemClock';
import { prepareSignOfLife } from '../../../electron/store/owner';
import { createRunState, reduceRun } from '../../../shared/run/reduce';
import { damage } from '../../support/damage';
import { doneFact, eventsOf, sampleRun, sampleWorkflow, startFact } from './samples';
import { openedStore, temporaryFile } from './support';
import { bundledWorker, startWorker } from './workerProcess';

let worker: Awaited<ReturnType<typeof bundledWorker>>;
beforeAll(async () => {
  worker = await bundledWorker();
});
afterAll(() => worker.remove());

/** A small, seeded generator (Park and Miller), so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function integrity(file: string): unknown {
  const db = new Database(file);
  const answer = db.pragma('integrity_check', { simple: true });
  db.close();
  return answer;
}

test('what was awaited is there after SIGKILL in the same moment', async () => {
  for (let trial = 0; trial < 5; trial += 1) {
    const file = temporaryFile();
    expect(await startWorker(worker.program, 'kill-itself', file, 'run_1').ended).toBe('SIGKILL');
    expect(openedStore(file).runs.get('run_1')).toMatchObject({ status: 'interrupted', definition: sampleWorkflow });
  }
});

test('30 kills during a loop of writes lose nothing acknowledged and tear nothing', async () => {
  const file = temporaryFile();
  const random = seeded(20_260_101);
  for (let kill = 0; kill < 30; kill += 1) {
    const runId = `run_${kill}`;
    const { child, lines, printed, ended } = startWorker(worker.program, 'write', file, runId);
    await printed(1 + Math.floor(random() * 40));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    const acknowledged = Number(lines.at(-1));
    expect(integrity(file)).toBe('ok');
    const store = openedStore(file);
    const events = store.events.events(runId, 0);
    expect(events.length).toBeGreaterThanOrEqual(acknowledged);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    const { usage } = reduceRun(createRunState(runId, sampleWorkflow), events);
    expect(store.runs.get(runId)).toMatchObject({ status: 'interrupted', lastSeq: events.length, usage });
    // Events and message of a step were queued in one turn, so they are in one commit.
    expect(store.sessions.messages(`ses_${runId}`)).toHaveLength((events.length - 1) / 2);
    await store.close();
  }
}, 120_000);

test('a run whose process was killed before its first event can be gone on with', async () => {
  const file = temporaryFile();
  await startWorker(worker.program, 'kill-itself', file, 'run_1').ended;
  const store = openedStore(file);
  const events = eventsOf('run_1', [{ ...startFact, resumed: true }, doneFact]);
  await store.events.append('run_1', events);
  expect(store.events.events('run_1', 0)).toEqual(events);
  expect(store.runs.get('run_1')?.status).toBe('completed');
});

test('several processes open a new file at once and write it together', async () => {
  const file = temporaryFile();
  const workers = ['run_a', 'run_b', 'run_c', 'run_d'].map((runId) => startWorker(worker.program, 'write', file, runId, '50'));
  expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
  expect(integrity(file)).toBe('ok');
  const store = openedStore(file);
  expect(
    store.runs
      .list({})
      .runs.map(({ runId }) => [runId, store.events.events(runId, 0).length])
      .sort(),
  ).toEqual([
    ['run_a', 101],
    ['run_b', 101],
    ['run_c', 101],
    ['run_d', 101],
  ]);
});

test('a run is interrupted only once the process that runs it is gone', async () => {
  const file = temporaryFile();
  const { child, printed } = startWorker(worker.program, 'hold', file, 'run_1');
  await printed(1);
  const store = openedStore(file);
  expect(store.runs.get('run_1')?.status).toBe('running');
  expect(await store.runs.markInterrupted()).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await store.runs.markInterrupted()).toEqual(['run_1']);
  expect(store.runs.get('run_1')?.status).toBe('interrupted');
});

test('a run cannot be written by a process that does not run it', async () => {
  const file = temporaryFile();
  const { child, printed } = startWorker(worker.program, 'hold', file, 'run_1');
  await printed(1);
  const store = openedStore(file);
  await expect(store.events.append('run_1', eventsOf('run_1', [startFact]))).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(store.events.events('run_1', 0)).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('a run that another opening of the store has continued is out of the first one’s hands', async () => {
  const file = temporaryFile();
  const first = openedStore(file);
  await first.runs.create(sampleRun('run_1'));
  await first.events.append('run_1', eventsOf('run_1', [startFact]));
  const second = openedStore(file);
  const again = { ...startFact, resumed: true };
  await expect(second.events.append('run_1', eventsOf('run_1', [again], 1))).rejects.toMatchObject({ code: 'CONFLICT' });
  // As after a pause so long that the first was taken for dead.
  damage(file, 'DELETE FROM owners WHERE id = (SELECT owner FROM runs)');
  expect(await second.runs.markInterrupted()).toEqual(['run_1']);
  await second.events.append('run_1', eventsOf('run_1', [again], 1));
  await expect(first.events.append('run_1', eventsOf('run_1', [doneFact], 1))).rejects.toMatchObject({ code: 'CONFLICT' });
  await second.events.append('run_1', eventsOf('run_1', [doneFact], 2));
  expect(first.events.events('run_1', 0)).toEqual(eventsOf('run_1', [startFact, again, doneFact]));
  expect(first.runs.get('run_1')?.status).toBe('completed');
});

test('an owner that cannot be looked up from here is alive as long as it says so', async () => {
  const file = temporaryFile();
  const first = openedStore(file);
  await first.runs.create(sampleRun('run_1'));
  const second = openedStore(file);
  const db = new Database(file);
  onTestFinished(() => {
    db.close();
  });
  const moveElsewhere = (seenAt: number) =>
    db.prepare("UPDATE owners SET host = 'elsewhere', boot = 'another', seen_at = ? WHERE id = (SELECT owner FROM runs)").run(seenAt);
  moveElsewhere(Date.now() - 60_000);
  expect(await second.runs.markInterrupted()).toEqual([]);
  moveElsewhere(Date.now() - 180_000);
  expect(await second.runs.markInterrupted()).toEqual(['run_1']);
});

test('a store says that it lives while it runs something, and only then', async () => {
  const file = temporaryFile();
  const store = openedStore(file);
  await store.runs.create(sampleRun('run_1'));
  const db = new Database(file);
  onTestFinished(() => {
    db.close();
  });
  const owner = db.prepare<[], { id: string; seen_at: number }>('SELECT id, seen_at FROM owners');
  const { id } = owner.get() ?? { id: '' };
  prepareSignOfLife(db, { ...systemClock(), now: () => 42 }, id)();
  expect(owner.get()?.seen_at).toBe(42);
  await store.events.append('run_1', eventsOf('run_1', [startFact, doneFact]));
  prepareSignOfLife(db, { ...systemClock(), now: () => 43 }, id)();
  expect(owner.get()?.seen_at).toBe(42);
});
