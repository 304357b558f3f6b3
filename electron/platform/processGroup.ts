import { readdirSync } from 'node:fs';
import { hasEnded, readProcessStat } from './processStat';

/**
 * Whether a process group (Linux) holds more than zombies. Where nobody collects orphans, as in containers without an init, a
 * signal reaches the group long after all of it has ended.
 */
export function hasRunningMember(group: number): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    const stat = readProcessStat(name);
    return stat !== undefined && stat.group === group && !hasEnded(stat);
  });
}
