import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../support';

const IN_MEMORY = '/dev/shm';

/** A folder in memory where the system has one, for files whose safety is not what is tested; gone after the test. */
export function quickFolder(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
  } catch {
    return temporaryFolder();
  }
  const folder = mkdtempSync(path.join(IN_MEMORY, 'stepgraph-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
