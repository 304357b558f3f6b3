import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { McpServerDefinition } from '../../../shared/workflow/schema';

/** A server of our own making that misbehaves as told. */
export function faulty(
  behaviour: string,
  note = '',
  more: object = {},
): McpServerDefinition & { readonly command: string; readonly args: string[] } {
  return { name: 'faulty', command: process.execPath, args: [resolve('tests/integration/mcp/faultyServer.mjs'), behaviour, note], ...more };
}

/** Processes that the text of a file names and that still run. Zombies count as gone: nobody may collect orphans here. */
export function stillRunning(file: string): readonly number[] {
  return readFileSync(file, 'utf8').split(' ').map(Number).filter(isRunning);
}

export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
