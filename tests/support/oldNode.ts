import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** The first Node of this machine that is too old for Stepgraph, as far as there is one: most machines' own is. */
export const oldNode: string | undefined = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  .map((folder) => join(folder, 'node'))
  .find(isOld);

/** Why a test that needs one is skipped. */
export const NO_OLD_NODE = 'No Node older than 22.15 is on this machine.';

function isOld(executable: string): boolean {
  const { stdout } = spawnSync(executable, ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(stdout ?? '')?.map(Number) ?? [];
  if (major === undefined || minor === undefined) return false;
  return major < 22 || (major === 22 && minor < 15);
}
