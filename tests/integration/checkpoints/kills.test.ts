import { execFileSync } from 'node:child_process';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/session/session';
import { amount, dice, FIRST_SEED } from '../../support/seeds';
import { temporaryFolder } from '../../support/temporaryFolder';
import { read, write } from '../snapshots/support';
import { type OpenSessions, openSessions } from './openSessions';
import { type BuiltWorker, buildWorker } from './workerProcess';

/** How often each job is killed in the midst of its work; five jobs make the hundred. */
const KILLS = amount('STEPGRAPH_KILLS', 20);
/** Kills that came between two pieces of work show little; with more than this many, the moments were badly chosen. */
const MOST_KILLS = 10 * KILLS;

/** Half a minute is usual; hundreds of processes take many times as long on a busy machine. */
const LIMIT_MS = 300_000;

const SESSION = 'ses_1';
const SETTINGS = {
  systemPrompt: '',
  mode: 'react',
  permissionMode: 'default',
  maxTurns: 5,
  provider: 'rehearsal',
} as const;

const FILES_A = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`dir ${index % 5}/file ${index}`, `A ${index}`]));
const FILES_B = Object.fromEntries([
  ...Array.from({ length: 20 }, (_, index) => [`dir ${index % 4}/file ${index}`, `B ${index}`]),
  ['dir 4', 'a file where a folder was'],
  ['link', { link: 'dir 4' }],
]);

/** A session with two checkpoints, A and B: other messages, other settings and other files. It stands at B. */
async function scene(folder: string, workDir: string) {
  const database = path.join(folder, 'stepgraph.db');
  const { sessions, store, close } = await openSessions(database);
  await sessions.create({ id: SESSION, title: 'Killed', settings: { ...SETTINGS, model: 'A', workDir } });
  await sessions.send(SESSION, 'first');
  write(workDir, FILES_A);
  const a = await sessions.checkpoints.save(SESSION, 'A', { files: true });
  await sessions.send(SESSION, 'second');
  await store.sessions.update(SESSION, { settings: { ...SETTINGS, model: 'B', workDir } });
  for (const file of Object.keys(FILES_A)) write(workDir, { [path.dirname(file)]: null });
  write(workDir, FILES_B);
  const b = await sessions.checkpoints.save(SESSION, 'B', { files: true });
  await close();
  return { database, workDir, points: { A: a, B: b } };
}

type Scene = Awaited<ReturnType<typeof scene>>;
type Killed = Scene &
  OpenSessions & { readonly lines: readonly string[]; readonly begun: readonly string[]; readonly done: readonly string[] };

let worker: BuiltWorker;
beforeAll(async () => {
  worker = await buildWorker();
});
afterAll(() => worker[Symbol.dispose]());

/** Kills the job again and again at moments that follow from the seed, and looks at what is left each time. */
async function killOften(job: string, withinMs: number, look: (killed: Killed) => Promise<void> | void): Promise<void> {
  // Not taken away at the end of “the test”, which may be another one here: these tests run at once.
  using folder = temporaryFolder();
  using workDir = temporaryFolder();
  const made = await scene(folder.path, workDir.path);
  const rolls = dice(FIRST_SEED);
  let cutOff = 0;
  for (let kill = 0; cutOff < KILLS && kill < MOST_KILLS; kill += 1) {
    const [afterMs, seed] = [rolls.next() * withinMs, rolls.below(1_000_000)];
    const lines = await worker.kill(afterMs, job, made.database, made.workDir, String(seed));
    const words = (kind: string) => lines.flatMap((line) => (line.startsWith(`${kind} `) ? [line.slice(kind.length + 1)] : []));
    if (words('begin').length > words('done').length) cutOff += 1;
    const open = await openSessions(made.database);
    try {
      expect(integrity(made.database)).toBe('ok');
      await look({ ...made, ...open, lines, begun: words('begin'), done: words('done') });
    } catch (error) {
      throw new Error(`Kill ${kill} (seed ${FIRST_SEED}) after ${afterMs.toFixed(1)} ms: ${error}\n${lines.join('\n')}`, { cause: error });
    } finally {
      await open.close();
    }
  }
  expect(cutOff, job).toBe(KILLS);
}

function integrity(database: string): unknown {
  const db = new Database(database, { readonly: true });
  try {
    expect(db.pragma('foreign_key_check')).toEqual([]);
    return db.pragma('integrity_check', { simple: true });
  } finally {
    db.close();
  }
}

/** The session stands at one of the two points, whole: message and settings belong together. */
function standsAt({ store, points }: Killed): 'A' | 'B' {
  const session = store.sessions.get(SESSION);
  const label = session?.settings.model === 'A' ? 'A' : 'B';
  const point: Checkpoint = points[label];
  expect(session).toMatchObject({ headId: point.messageId, messageCount: point.messageCount, settings: point.settings });
  return label;
}

describe.concurrent('a process killed', () => {
  it('while it saves checkpoints has every one that it told of', { timeout: LIMIT_MS }, async () => {
    await killOften('save', 60, ({ store, done }) => {
      const stored = store.sessions.checkpoints(SESSION).map((checkpoint) => checkpoint.id);
      expect(stored).toEqual(expect.arrayContaining([...done]));
      expect(stored).toHaveLength(new Set(stored).size);
    });
  });

  it('while it restores stands at one point or the other', { timeout: LIMIT_MS }, async () => {
    let restored = 0;
    await killOften('restore', 60, (killed) => {
      const label = standsAt(killed);
      const automatic = killed.store.sessions.checkpoints(SESSION).filter((checkpoint) => checkpoint.automatic).length;
      const isLastDone = killed.begun.length === killed.done.length || automatic - restored === killed.begun.length;
      expect(automatic - restored).toBeGreaterThanOrEqual(killed.done.length);
      expect(automatic - restored).toBeLessThanOrEqual(killed.begun.length);
      if (isLastDone && killed.begun.length > 0) expect(label).toBe(killed.begun.at(-1));
      restored = automatic;
    });
  });

  it('while it prunes has pruned all or none', { timeout: LIMIT_MS }, async () => {
    await killOften('prune', 6, async ({ store, sessions, begun, done, database }) => {
      const left = store.sessions.count({ search: 'to go' });
      if (begun.length === done.length + 1) expect([0, Number(begun.at(-1))]).toContain(left);
      const db = new Database(database, { readonly: true });
      const rows = (table: string) => db.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get()?.rows;
      expect(rows('message_words')).toBe(rows('messages'));
      db.close();
      await sessions.delete(store.sessions.list({ search: 'to go', limit: 10_000 }).map((session) => session.id));
    });
  });

  it('while it keeps files has every checkpoint whole, and the next can keep them', { timeout: LIMIT_MS }, async () => {
    await killOften('snapshot', 400, async ({ store, sessions, done, database }) => {
      const stored = store.sessions.checkpoints(SESSION);
      expect(stored.map((checkpoint) => checkpoint.id)).toEqual(expect.arrayContaining([...done]));
      const trees = stored.flatMap((checkpoint) => checkpoint.files?.tree ?? []);
      // Fails when anything of the trees is missing or damaged.
      execFileSync('git', ['--git-dir', `${database}.files`, 'rev-list', '--objects', '--quiet', ...trees.slice(-20)]);
      // The very files at which the work was cut off: nothing is left behind that keeps them from being kept.
      await sessions.checkpoints.save(SESSION, 'after', { files: true });
    });
  });

  it('while it restores files leaves the folder as it was or as it was to be, and the session with it', { timeout: LIMIT_MS }, async () => {
    await killOften('fileRestore', 700, (killed) => {
      const label = standsAt(killed);
      expect(read(killed.workDir)).toEqual(label === 'A' ? FILES_A : FILES_B);
    });
  });
});
