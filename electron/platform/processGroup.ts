import { allProcessStats, hasEnded } from './processStat';

/**
 * Whether a process group (Linux) holds more than zombies. Where nobody collects orphans, as in containers without an init, a
 * signal reaches the group long after all of it has ended.
 */
export function hasRunningMember(group: number): boolean {
  return allProcessStats().some((stat) => stat.group === group && !hasEnded(stat));
}
