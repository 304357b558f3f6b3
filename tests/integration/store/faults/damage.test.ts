import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createIds } from '../../../../electron/platform/ids';
import { systemClock } from '../../../../electron/platform/systemClock';
import { openStore } from '../../../../electron/store/openStore';
import type { Store } from '../../../../electron/store/store';
import { isAppError } from '../../../../shared/lib/appError';
import { amount, dice, FIRST_SEED } from '../../../support/seeds';
import { openedStore, recordingLog } from '../support';
import { DAMAGES, type Damage, damaged } from './damage';
import { createDeeds } from './deeds';
import { type Ids, idsIn, type Reading, readEverything } from './everything';
import { contentOf, type FileState, readState, withDatabase, writeState } from './fileState';
import { quickFolder } from './quickFolder';

/** STEPGRAPH_DAMAGES asks for more than the usual number, STEPGRAPH_SEED for those of an earlier run. */
const VARIANTS = amount('STEPGRAPH_DAMAGES', 150);
const TIME_LIMIT_MS = 60_000 + 60 * VARIANTS;
const LONGEST_LOOK_MS = 5_000;
/** What a person can do about a file that is refused. */
const WAY_OUT = /Move it away or put a backup in its place|Choose another file|Free some space|Check/;

/** A store as a killed process leaves it: a file that is whole, and a log with the commits since. */
type Original = FileState & {
  readonly store: Store;
  /** What was stored after each commit that is in the log, the last one last. */
  readonly history: readonly string[];
};

async function original(file: string, seed: number): Promise<Original> {
  const first = openedStore(file);
  const deed = createDeeds(first, dice(seed), `first_${seed}`);
  for (let deeds = 0; deeds < 60; deeds += 1) await deed();
  await first.close();
  const db = new Database(file);
  const history: string[] = [contentOf(db)];
  const store = openedStore(file, { onCommit: () => history.push(contentOf(db)) });
  const more = createDeeds(store, dice(seed), `second_${seed}`);
  for (let deeds = 0; deeds < 12; deeds += 1) await more();
  const state = readState(file);
  db.close();
  return { ...state, store, history };
}

type Outcome = 'refused' | 'as it was stored' | 'partly refused' | 'as it was some commits ago' | 'other values';

/**
 * SQLite keeps checksums of its log, and none of the file: where a byte of a text in the file becomes another letter, another letter is read
 * (docs/decisions/0018). Everything else has to be noticed.
 */
const MAY_READ_OTHER_VALUES: readonly Damage[] = ['flipped bytes'];

test(
  `of ${VARIANTS} damaged files each is refused in a sentence that is true, or gives out what was stored (F6)`,
  async () => {
    const folder = quickFolder();
    const file = path.join(folder, 'damaged.db');
    const sound = await original(path.join(folder, 'sound.db'), FIRST_SEED);
    const stranger = await original(path.join(folder, 'stranger.db'), FIRST_SEED + 1);
    const ids = idsIn(sound.store);
    const stored = readEverything(sound.store, ids);
    const rolls = dice(FIRST_SEED);
    const outcomes = new Map<string, number>();
    for (let variant = 0; variant < VARIANTS; variant += 1) {
      const damage = DAMAGES[variant % DAMAGES.length] ?? 'cut off';
      const wreck = damaged(sound, damage, stranger.log, rolls);
      const story = `seed ${FIRST_SEED}, variant ${variant}, ${damage}`;
      const startedAt = performance.now();
      const outcome = examine(file, wreck, ids, stored, sound.history);
      expect(performance.now() - startedAt, story).toBeLessThan(LONGEST_LOOK_MS);
      if (!MAY_READ_OTHER_VALUES.includes(damage)) expect(outcome, story).not.toBe('other values');
      const key = `${damage}: ${outcome}`;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    }
    console.log(`F6: seed ${FIRST_SEED}, ${VARIANTS} variants`, Object.fromEntries(outcomes));
  },
  TIME_LIMIT_MS,
);

/** Opens the wreck and reads all there was. Throws for any error that is not a sentence, and for a refused file that was changed. */
function examine(file: string, wreck: FileState, ids: Ids, stored: ReadonlyMap<string, Reading>, history: readonly string[]): Outcome {
  writeState(file, wreck);
  const log = recordingLog();
  let store: Store;
  try {
    store = openStore(file, { clock: systemClock(), ids: createIds(), log });
  } catch (error) {
    if (!isAppError(error) || error.code !== 'STORE_FAILED') throw error;
    expect(error.message).toMatch(WAY_OUT);
    expect(error.message).toContain(file);
    if (error.message.includes('left as it is')) expect(sameBytes(readState(file), wreck)).toBe(true);
    return 'refused';
  }
  try {
    const readings = [...readEverything(store, ids)];
    const isRefused = log.messages.length > 0 || readings.some(([, reading]) => 'refusal' in reading);
    const isChanged = readings.some(([name, reading]) => 'json' in reading && reading.json !== jsonOf(stored.get(name)));
    if (!isChanged) return isRefused ? 'partly refused' : 'as it was stored';
    if (isRefused) return 'partly refused';
    return history.includes(withDatabase(file, contentOf)) ? 'as it was some commits ago' : 'other values';
  } finally {
    void store.close();
  }
}

function jsonOf(reading: Reading | undefined): string | undefined {
  return reading && 'json' in reading ? reading.json : undefined;
}

function sameBytes(one: FileState, other: FileState): boolean {
  return one.main.equals(other.main) && one.log.equals(other.log);
}
