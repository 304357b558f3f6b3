import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createIds } from '../../../../electron/platform/ids';
import { systemClock } from '../../../../electron/platform/systemClock';
import { openStore } from '../../../../electron/store/openStore';
import { amount, dice, FIRST_SEED } from '../../../support/seeds';
import { openedStore, recordingLog, temporaryFile } from '../support';
import { type CrashImage, crashImages } from './crashImages';
import { createDeeds } from './deeds';
import { contentOf, type FileState, findingsIn, readState, withDatabase, writeState } from './fileState';
import { quickFolder } from './quickFolder';

/** STEPGRAPH_CRASH_IMAGES asks for more than the usual number, STEPGRAPH_SEED for those of an earlier run. */
const IMAGES = amount('STEPGRAPH_CRASH_IMAGES', 1_000);
const IMAGES_PER_COMMIT = 8;
const IMAGES_PER_CHECKPOINT = 24;
const DEEDS_PER_CHECKPOINT = 12;
const DEEDS_PER_OPENING = 60;
const TIME_LIMIT_MS = 60_000 + 60 * IMAGES;

/** A moment at which nothing is under way: the bytes, and what they mean. */
type Moment = FileState & { readonly content: string };

/** Which of the two the image was, and whether the log had been synchronised by then. */
type Outcome = 'before the commit' | 'after the commit' | 'after the commit, the log not yet synchronised';

test(
  `a power cut at any of ${IMAGES} moments leaves every commit that was told of, whole, and nothing of the one under way (F3)`,
  async () => {
    const file = temporaryFile();
    const image = path.join(quickFolder(), 'image.db');
    const rolls = dice(FIRST_SEED);
    const outcomes = new Map<Outcome, number>();
    let left = IMAGES;
    await openedStore(file).close();
    let last: Moment = { ...readState(file), content: withDatabase(file, contentOf) };

    /** The power fails between the last moment and this one, that many times. */
    function fail(times: number, content: string): void {
      const before = last;
      last = { ...readState(file), content };
      for (const wreck of crashImages(before, last, rolls, Math.min(times, left))) {
        left -= 1;
        const outcome = examine(image, wreck, before, last);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }

    for (let opening = 1; left > 0; opening += 1) {
      const db = new Database(file);
      const store = openedStore(file, { onCommit: () => fail(IMAGES_PER_COMMIT, contentOf(db)) });
      fail(IMAGES_PER_COMMIT, contentOf(db));
      const deed = createDeeds(store, rolls, String(opening));
      for (let deeds = 1; deeds <= DEEDS_PER_OPENING && left > 0; deeds += 1) {
        await deed();
        if (deeds % DEEDS_PER_CHECKPOINT > 0) continue;
        db.pragma('wal_checkpoint(PASSIVE)');
        fail(IMAGES_PER_CHECKPOINT, contentOf(db));
      }
      await store.close();
      fail(IMAGES_PER_COMMIT, contentOf(db));
      db.close(); // the last to use the file: what the log holds goes into it, and the log goes away
      fail(IMAGES_PER_CHECKPOINT, last.content);
    }
    console.log(`F3: seed ${FIRST_SEED}, ${IMAGES} images`, Object.fromEntries(outcomes));
    // Otherwise the images were badly chosen, and this showed little.
    expect(outcomes.get('before the commit')).toBeGreaterThan(IMAGES / 10);
    expect(outcomes.get('after the commit')).toBeGreaterThan(IMAGES / 10);
  },
  TIME_LIMIT_MS,
);

/** Opens what a power cut left, as the next process would. Fails for anything but the state before or after, and for a lost commit. */
function examine(image: string, wreck: CrashImage, before: Moment, after: Moment): Outcome {
  writeState(image, wreck);
  const store = openStore(image, { clock: systemClock(), ids: createIds(), log: recordingLog() });
  const db = new Database(image);
  const [findings, content] = [findingsIn(db), contentOf(db)];
  db.close();
  void store.close();
  const state = content === after.content ? 'after' : content === before.content ? 'before' : 'neither';
  const expected = wreck.isCommitted ? ['after'] : ['before', 'after'];
  if (findings.length > 0 || !expected.includes(state)) {
    throw new Error(`Seed ${FIRST_SEED}, ${wreck.story}: the state is ${state}, expected ${expected}. ${JSON.stringify(findings)}`);
  }
  if (state === 'before') return 'before the commit';
  return wreck.isCommitted ? 'after the commit' : 'after the commit, the log not yet synchronised';
}
