import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFaultHost } from '../../support/faultWorkerHost';
import { KILL_POINTS } from '../../support/faultWorkerOrders';
import { amount, FIRST_SEED } from '../../support/seeds';
import { temporaryFolder } from '../../support/temporaryFolder';
import { killedRun, type Report } from './killedRun';
import { SHAPES } from './shapes';
import { buildWorld, definitionOf, ordersIn, type World } from './world';
import { integrityOf } from './wreck';

/** STEPGRAPH_KILLS and STEPGRAPH_ACCEPTED_KILLS ask for more than the usual number, STEPGRAPH_SEED for the kills of an earlier run. */
const KILLS = amount('STEPGRAPH_KILLS', 200);
const ACCEPTED_KILLS = amount('STEPGRAPH_ACCEPTED_KILLS', 20);
const PROCESSES_AT_ONCE = 2;
const TIME_LIMIT_MS = 5_000 * (KILLS + ACCEPTED_KILLS);

let world: World;
beforeAll(async () => {
  world = await buildWorld();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

describe('a process that is killed (F1, F2)', () => {
  it('comes by every point at which it is to be killed', () => {
    const passed = new Set([...world.undisturbed.values()].flatMap((life) => [...life.passed.keys()]));
    expect(KILL_POINTS.filter((point) => !passed.has(point))).toEqual([]);
  });

  it(
    `at any of ${KILLS} moments loses nothing, repeats nothing, and its run ends like an undisturbed one`,
    async () => {
      const startedAt = performance.now();
      const reports = new Map<number, Report>();
      let kills = 0;
      let seed = FIRST_SEED;
      await side(PROCESSES_AT_ONCE, async () => {
        while (kills < KILLS) {
          const own = seed;
          seed += 1;
          const report = await killedRun(world, own);
          reports.set(own, report);
          kills += report.kills.length;
        }
      });
      const all = [...reports.values()];
      const duplicates = all.reduce((sum, report) => sum + report.duplicates, 0);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(
        `F1: seeds ${FIRST_SEED} to ${seed - 1}, ${kills} kills in ${reports.size} runs of ${SHAPES.length} shapes, ${duplicates} duplicate model calls, ${seconds} s`,
      );
      for (const [own, { shape, kills: where, faults, outcome, expected }] of reports) {
        const story = `seed ${own}, ${shape}, killed at ${where.join(', ')}`;
        expect({ story, faults, outcome }).toEqual({ story, faults: [], outcome: expected });
      }
      expect(duplicates).toBe(0);
    },
    TIME_LIMIT_MS,
  );

  it(
    `in the same millisecond in which a run was accepted has it in its store, ${ACCEPTED_KILLS} times of ${ACCEPTED_KILLS}`,
    async () => {
      let left = ACCEPTED_KILLS;
      let found = 0;
      await side(PROCESSES_AT_ONCE, async () => {
        while (left > 0) {
          left -= 1;
          if (await isKeptWhenAccepted(`accepted-${left}`, left)) found += 1;
        }
      });
      expect(found).toBe(ACCEPTED_KILLS);
    },
    TIME_LIMIT_MS,
  );
});

async function isKeptWhenAccepted(key: string, number: number): Promise<boolean> {
  using folder = temporaryFolder();
  const shape = SHAPES[number % SHAPES.length] ?? SHAPES[0];
  const orders = ordersIn(folder.path, world.server, key);
  const worker = world.workers.start({ ...orders, job: definitionOf(shape), kill: { point: 'accepted', time: 1 } });
  const runId = await worker.said('accepted');
  expect(await worker.ended).toBe('SIGKILL');
  expect(integrityOf(orders.database)).toBe('ok');
  const host = await openFaultHost(orders);
  const run = host.store.runs.get(runId);
  await host.close();
  return run?.status === 'interrupted' && run.definition.steps.length === shape.definition.steps.length;
}

/** So many of the same work side by side. */
async function side(count: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, work));
}
