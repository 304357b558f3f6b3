import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Logger } from '../../../electron/engine/ports';
import { createIds } from '../../../electron/platform/ids';
import { systemClock } from '../../../electron/platform/systemClock';
import { openStore, type StoreOptions } from '../../../electron/store/openStore';
import type { Store } from '../../../electron/store/store';

/** A folder of its own, gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'stepgraph-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function temporaryFile(): string {
  return path.join(temporaryFolder(), 'stepgraph.db');
}

/** Remembers what was logged. */
export function recordingLog(): Logger & { readonly messages: string[] } {
  const messages: string[] = [];
  const record = (message: string) => {
    messages.push(message);
  };
  return { messages, warn: record, error: record };
}

/** Opened here, closed after the test. */
export function openedStore(file: string = temporaryFile(), options: Partial<StoreOptions> = {}): Store {
  const store = openStore(file, { clock: systemClock(), ids: createIds(), log: recordingLog(), ...options });
  onTestFinished(() => store.close());
  return store;
}
