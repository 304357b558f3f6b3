import { existsSync, readFileSync } from 'node:fs';
import type { Host } from '../../../electron/host/createHost';
import { openFaultHost } from '../../support/faultWorkerHost';
import type { Orders } from '../../support/faultWorkerOrders';
import { dice } from '../../support/seeds';
import { temporaryFolder } from '../../support/temporaryFolder';
import { describeKill, type KillPlan, killInTime, planAnyKill, planPointKill } from './killPlan';
import { SHAPES, stepOf } from './shapes';
import { definitionOf, isOf, ordersIn, type World } from './world';
import { hasGaps, integrityOf, type Outcome, outcomeOf, settledTurns } from './wreck';

export type Report = {
  readonly shape: string;
  /** Where its processes were killed, in order. */
  readonly kills: readonly string[];
  /** What was wrong with what they left behind; nothing, if all is well. */
  readonly faults: readonly string[];
  /** Model calls for what was stored already. */
  readonly duplicates: number;
  readonly outcome: Outcome | 'never accepted';
  readonly expected: Outcome | 'never accepted';
};

const MOST_KILLS = 3;
const NEVER = 'never accepted';

/** Runs a workflow in processes that are killed where the seed says, looks at what each left behind, and lets the last one finish in peace. */
export async function killedRun(world: World, seed: number): Promise<Report> {
  using folder = temporaryFolder();
  const random = dice(seed);
  const shape = SHAPES[seed % SHAPES.length] ?? SHAPES[0];
  const round = Math.floor(seed / SHAPES.length);
  const undisturbed = world.undisturbed.get(shape);
  if (!undisturbed) throw new Error(`Nobody has run ${shape.name} in peace`);
  const key = `seed-${seed}`;
  const orders = ordersIn(folder.path, world.server, key);
  const kills: string[] = [];
  const faults: string[] = [];
  let duplicates = 0;
  let runId: string | undefined;
  let settled: ReadonlyMap<string, number> = new Map();
  let seen = world.server.requests.length;

  const lives = 1 + random.below(MOST_KILLS);
  for (let life = 0; life < lives; life += 1) {
    const plan = life === 0 && round % 2 === 0 ? planPointKill(random, round / 2, undisturbed) : planAnyKill(random, undisturbed);
    const job = runId === undefined ? definitionOf(shape) : { resume: runId };
    const death = await live(world, key, { ...orders, job }, plan);
    runId ??= death.acceptedRun;
    if (death.end !== 'SIGKILL') break; // done before its time came
    kills.push(describeKill(plan));
    if (existsSync(orders.database) && integrityOf(orders.database) !== 'ok') faults.push('the database is damaged');
    if (runId === undefined) return { shape: shape.name, kills, faults, duplicates, outcome: NEVER, expected: NEVER };
    await lookInto(runId, false);
  }
  if (runId === undefined) throw new Error(`Seed ${seed}: the worker ended without a run`);
  const outcome = await lookInto(runId, true);
  const notes = existsSync(orders.effects) ? readFileSync(orders.effects, 'utf8').trim().split('\n') : [];
  if (new Set(notes).size !== notes.length) faults.push('a tool that changes something ran twice for one call');
  return { shape: shape.name, kills, faults, duplicates, outcome, expected: undisturbed.outcome };

  /** Reopens the store as the next process would, and goes on with the run if it is to end now. */
  async function lookInto(id: string, isToEnd: boolean): Promise<Outcome> {
    const host = await openFaultHost(orders);
    try {
      examine(host, id);
      if (!isToEnd) return outcomeOf(host, id);
      await (await host.runs.resume(id)).result;
      examine(host, id);
      return outcomeOf(host, id);
    } finally {
      await host.close();
    }
  }

  function examine(host: Host, id: string): void {
    const events = host.store.events.events(id, 0);
    const status = host.store.runs.get(id)?.status;
    const isEnded = events.at(-1)?.type === 'workflow.done';
    if (status === undefined) faults.push('the accepted run is lost');
    if (!isEnded && status !== 'interrupted') faults.push(`a run without an end is ${status} and not interrupted`);
    if (hasGaps(events)) faults.push('the events have gaps');
    const requests = world.server.requests.slice(seen).filter((request) => isOf(key, request));
    for (const { prompt, body } of requests) {
      const turn = body.messages.filter(({ role }) => role === 'assistant').length;
      if (turn < (settled.get(stepOf(prompt).stepId) ?? 0)) duplicates += 1;
    }
    seen = world.server.requests.length;
    settled = settledTurns(host, id);
  }
}

/** One process, from its start to its end, whichever that is. */
async function live(world: World, key: string, orders: Orders, plan: KillPlan) {
  const { kind } = plan;
  const worker = world.workers.start({ ...orders, ...(kind === 'point' && { kill: { point: plan.point, time: plan.time } }) });
  if (kind === 'request received') {
    let left = plan.time;
    world.onRequest(key, () => {
      left -= 1;
      if (left === 0) worker.child.kill('SIGKILL');
    });
  }
  await killInTime(worker, plan);
  const end = await worker.ended;
  return { end, acceptedRun: worker.heard('accepted') };
}
