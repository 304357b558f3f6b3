import { setTimeout as delay } from 'node:timers/promises';
import { KILL_POINTS, type KillPoint } from '../../support/faultWorkerOrders';
import type { FaultWorker } from '../../support/faultWorkerProcess';
import type { Dice } from '../../support/seeds';

/** How a worker meets its end: at a point it passes, the moment the model server has its n-th request, or at some time. */
export type KillPlan =
  | { readonly kind: 'point'; readonly point: KillPoint; readonly time: number }
  | { readonly kind: 'request received'; readonly time: number }
  | { readonly kind: 'while it runs' | 'while it opens'; readonly afterMs: number };

/** What an undisturbed life is like. */
export type Life = {
  readonly openMs: number;
  readonly runMs: number;
  /** How often it comes by each point; points that it never passes are missing. */
  readonly passed: ReadonlyMap<KillPoint, number>;
};

/** A kill at a named point, each point in its turn, so that none is left to chance; at which of the times it is passed, is. */
export function planPointKill(random: Dice, turn: number, { passed }: Life): KillPlan {
  const points = KILL_POINTS.filter((point) => passed.has(point));
  const point = points[turn % points.length] ?? 'accepted';
  return { kind: 'point', point, time: 1 + random.below(passed.get(point) ?? 1) };
}

/** A kill at some point or time, as likely early as late. */
export function planAnyKill(random: Dice, life: Life): KillPlan {
  const { openMs, runMs, passed } = life;
  const chance = random.next();
  if (chance < 0.3) return planPointKill(random, random.below(KILL_POINTS.length), life);
  if (chance < 0.4) return { kind: 'request received', time: 1 + random.below(passed.get('request') ?? 1) };
  if (chance < 0.5) return { kind: 'while it opens', afterMs: random.next() * openMs };
  return { kind: 'while it runs', afterMs: random.next() * runMs };
}

export function describeKill(plan: KillPlan): string {
  if (plan.kind === 'point') return `${plan.point} ${plan.time}`;
  return 'time' in plan ? `${plan.kind} ${plan.time}` : `${plan.kind} ${plan.afterMs.toFixed(1)} ms`;
}

/** Kills from outside, at the planned time. Resolves at once when there is none. */
export async function killInTime(worker: FaultWorker, plan: KillPlan): Promise<void> {
  if (!('afterMs' in plan)) return;
  if (plan.kind === 'while it runs') await Promise.race([worker.said('ready'), worker.ended]);
  await Promise.race([delay(plan.afterMs), worker.ended]);
  worker.child.kill('SIGKILL');
}
