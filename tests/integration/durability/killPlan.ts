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
export type Life = { readonly openMs: number; readonly runMs: number; readonly passed: ReadonlyMap<KillPoint, number> };

/** Half of all kills happen at a named point, half at a time, as likely early as late. */
export function planKill(random: Dice, { openMs, runMs, passed }: Life): KillPlan {
  const kind = random.pick([
    'point',
    'point',
    'point',
    'point',
    'request received',
    'while it runs',
    'while it runs',
    'while it runs',
    'while it runs',
    'while it opens',
  ]);
  if (kind === 'while it runs') return { kind, afterMs: random.next() * runMs };
  if (kind === 'while it opens') return { kind, afterMs: random.next() * openMs };
  if (kind === 'request received') return { kind, time: 1 + random.below(passed.get('request') ?? 1) };
  const point = random.pick(KILL_POINTS);
  return { kind: 'point', point, time: 1 + random.below(passed.get(point) ?? 1) };
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
