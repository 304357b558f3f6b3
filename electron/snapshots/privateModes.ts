import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from './isMissing';
import type { Modes } from './keptModes';

/**
 * The files of a folder that not everybody might read when an earlier version last saw them: it kept this once for a folder and not with each
 * snapshot. It is what gives files of those snapshots their privacy back.
 */
export function privateModes(storeFolder: string, workDir: string): Modes {
  const file = path.join(storeFolder, 'modes', createHash('sha256').update(workDir).digest('hex'));
  try {
    const lines = readFileSync(file, 'utf8').split('\0').filter(Boolean);
    return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), Number.parseInt(line, 8) & 0o777]));
  } catch (error) {
    if (isMissing(error)) return new Map();
    throw error;
  }
}
