import { existsSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Host } from '../../../../electron/host/createHost';
import { workflow } from '../../../support/builders';
import { openFaultHost } from '../../../support/faultWorkerHost';
import type { Orders } from '../../../support/faultWorkerOrders';
import { buildFaultWorkers, type FaultWorker, type FaultWorkers } from '../../../support/faultWorkerProcess';
import { type ModelServer, startModelServer } from '../../../support/modelServer/modelServer';
import { amount, type Dice, dice, FIRST_SEED } from '../../../support/seeds';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { shapeScript } from '../../durability/shapes';
import { ordersIn } from '../../durability/world';
import { hasGaps, type Outcome, outcomeOf } from '../../durability/wreck';

/** STEPGRAPH_PAUSES and STEPGRAPH_TAKEOVERS ask for more than the usual number, STEPGRAPH_SEED for those of an earlier run. */
const PAUSES = amount('STEPGRAPH_PAUSES', 100);
const TAKEOVERS = amount('STEPGRAPH_TAKEOVERS', 6);
const TIME_LIMIT_MS = 60_000 + 300 * PAUSES + 3_000 * TAKEOVERS;
const PAST_ITS_LEASE_MS = 600_000;
const MOST_TURNS_TO_PAUSE = 12;
const IS_TO_FAIL = true;

/** Ten agents one after the other, each with tools that look and tools that change something. */
const DEFINITION = workflow(
  Array.from({ length: 10 }, (_, index) => ({
    id: `s${index}`,
    prompt: `loop s${index}`,
    dependsOn: index === 0 ? [] : [`s${index - 1}`],
  })),
);

/** The process that owns a run, another host on the same store, and a hold on the moments at which the first asks its model. */
type Scene = {
  readonly orders: Omit<Orders, 'job'>;
  readonly owner: FaultWorker;
  readonly runId: string;
  readonly other: Host;
  readonly db: Database.Database;
};

let workers: FaultWorkers;
let server: ModelServer;
let heard = Promise.withResolvers<'request'>();
beforeAll(async () => {
  workers = await buildFaultWorkers();
  server = await startModelServer({
    script(request) {
      heard.resolve('request');
      heard = Promise.withResolvers();
      return shapeScript(request);
    },
  });
}, 120_000);
afterAll(async () => {
  workers[Symbol.dispose]();
  await server.close();
});

async function withScene<T>(key: string, act: (scene: Scene) => Promise<T>, isToFail = false): Promise<T> {
  using folder = temporaryFolder();
  const orders = ordersIn(folder.path, server, key);
  const other = await openFaultHost(orders);
  const db = new Database(orders.database, { timeout: 0 });
  const job = { definition: z.record(z.string(), z.json()).parse(DEFINITION) };
  const owner = workers.start({ ...orders, job }, { isToFail });
  try {
    return await act({ orders, owner, other, db, runId: await owner.said('accepted') });
  } finally {
    owner.child.kill('SIGKILL');
    await owner.ended;
    db.close();
    await other.close();
  }
}

/** Some moment after the next request of the owner, or whatever is waited for in its place; false when it has ended instead. */
async function pause({ owner }: Scene, { below }: Dice, when: Promise<'request'> = heard.promise): Promise<boolean> {
  const what = await Promise.race([when, owner.ended]);
  if (what !== 'request') return false;
  for (let turns = below(MOST_TURNS_TO_PAUSE); turns > 0; turns -= 1) await nextTurn();
  return owner.child.kill('SIGSTOP') && owner.child.exitCode === null;
}

/** The last sign of life is that old; false when the owner stands still within a commit, and nobody else can write. */
function age({ db, runId }: Scene, set: string): boolean {
  try {
    db.prepare(`UPDATE owners SET ${set} WHERE id = (SELECT owner FROM runs WHERE id = ?)`).run(runId);
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return false;
    throw error;
  }
}

/** Everything another process may try. */
async function expectOneOwner({ other, runId }: Scene): Promise<void> {
  expect(await other.store.runs.markInterrupted()).toEqual([]);
  await expect(other.runs.resume(runId)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(other.store.runs.delete(runId)).rejects.toMatchObject({ code: 'BUSY' });
  for (const id of other.store.sessions.claimedElsewhere()) {
    await expect(other.sessions.send(id, 'me too')).rejects.toMatchObject({ code: 'BUSY' });
  }
}

/** No session or mark but those of the run as it went, and nobody holds a session any more. */
function expectNothingLeft({ other, runId, db }: Scene): void {
  const named = new Set(other.store.events.events(runId, 0).flatMap((event) => (event.type === 'step.start' ? event.sessionId : [])));
  const sessions = other.store.sessions.overview().map(({ id }) => id);
  expect(sessions.filter((id) => !named.has(id))).toEqual([]);
  expect(db.prepare('SELECT id FROM sessions WHERE owner IS NOT NULL').all()).toEqual([]);
  const marks = sessions.flatMap((id) => other.store.sessions.checkpoints(id).map(({ label }) => label));
  expect(marks.filter((label) => label.includes('failed'))).toEqual([]);
}

function expectDoneOnce({ orders, other, runId }: Scene, expected: Outcome): void {
  const events = other.store.events.events(runId, 0);
  expect(hasGaps(events)).toBe(false);
  expect(events.filter(({ type }) => type === 'workflow.done')).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'step.done')).toHaveLength(DEFINITION.steps.length);
  const effects = existsSync(orders.effects) ? readFileSync(orders.effects, 'utf8').trim().split('\n') : [];
  expect(effects).toEqual([...new Set(effects)]);
  expect(outcomeOf(other, runId)).toEqual(expected);
}

const undisturbed = (): Promise<Outcome> =>
  withScene('undisturbed', async ({ owner, other, runId }) => {
    await owner.ended;
    return outcomeOf(other, runId);
  });

describe.skipIf(process.platform === 'win32')('a process that stands still (F8)', () => {
  it(
    `for longer than its lease, ${PAUSES} times, stays the one owner of its run, and does nothing twice`,
    async () => {
      const expected = await undisturbed();
      const rolls = dice(FIRST_SEED);
      let [pauses, locked] = [0, 0];
      for (let run = 1; pauses < PAUSES; run += 1) {
        await withScene(`paused-${run}`, async (scene) => {
          while (pauses < PAUSES && (await pause(scene, rolls))) {
            pauses += 1;
            if (age(scene, `seen_at = seen_at - ${PAST_ITS_LEASE_MS}`)) await expectOneOwner(scene);
            else locked += 1;
            scene.owner.child.kill('SIGCONT');
          }
          await scene.owner.ended;
          expectDoneOnce(scene, expected);
        });
      }
      console.log(`F8: seed ${FIRST_SEED}, ${pauses} pauses, ${locked} of them within a commit`);
      expect(locked).toBeLessThan(PAUSES / 2);
    },
    TIME_LIMIT_MS,
  );

  it(
    `on a machine that nobody can look at, ${TAKEOVERS} times, loses its run past its lease, and on waking adds nothing to it`,
    async () => {
      const expected = await undisturbed();
      const rolls = dice(FIRST_SEED);
      for (let takeover = 0; takeover < TAKEOVERS; takeover += 1) {
        await withScene(
          `taken-${takeover}`,
          async (scene) => {
            // Every other one at the very beginning, where it has told of nothing yet.
            const when = takeover % 2 === 0 ? Promise.resolve<'request'>('request') : undefined;
            for (let requests = when ? 0 : 1 + rolls.below(20); requests > 0; requests -= 1) await heard.promise;
            const { other, owner, runId } = scene;
            while (
              (await pause(scene, rolls, when)) &&
              !age(scene, `host = 'elsewhere', boot = 'another', seen_at = seen_at - ${PAST_ITS_LEASE_MS}`)
            ) {
              owner.child.kill('SIGCONT');
            }
            expect(await other.store.runs.markInterrupted()).toEqual([runId]);
            await (await other.runs.resume(runId)).result;
            const events = other.store.events.events(runId, 0);
            owner.child.kill('SIGCONT');
            await owner.ended;
            expect(other.store.events.events(runId, 0)).toEqual(events);
            expectDoneOnce(scene, expected);
            expectNothingLeft(scene);
          },
          IS_TO_FAIL,
        );
      }
    },
    TIME_LIMIT_MS,
  );
});
