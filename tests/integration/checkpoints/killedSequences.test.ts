import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/session/session';
import { amount, dice, FIRST_SEED } from '../../support/seeds';
import { temporaryFolder } from '../snapshots/support';
import { findingsIn, withDatabase } from '../store/faults/fileState';
import { afterDeed, type Holding, holdingOf, type KilledDeed, mayHold } from './killedSession';
import { openSessions } from './openSessions';
import { type BuiltWorker, buildWorker } from './workerProcess';

/** STEPGRAPH_KILLED_SEQUENCES asks for more than the usual number, STEPGRAPH_SEED for those of an earlier run. */
const SEQUENCES = amount('STEPGRAPH_KILLED_SEQUENCES', 40);
const TIME_LIMIT_MS = 60_000 + 1_500 * SEQUENCES;
const LONGEST_LIFE_MS = 80;
const SESSION = 'ses_1';

let worker: BuiltWorker;
beforeAll(async () => {
  worker = await buildWorker();
});
afterAll(() => worker[Symbol.dispose]());

it(
  `${SEQUENCES} processes killed while they send, save, restore and delete in any order leave all of each deed or nothing (F16)`,
  async () => {
    const [database, workDir] = [path.join(temporaryFolder(), 'stepgraph.db'), temporaryFolder()];
    const rolls = dice(FIRST_SEED);
    let [deeds, cutOff] = [0, 0];
    let holding = await begin(database, workDir);
    for (let sequence = 0; sequence < SEQUENCES; sequence += 1) {
      const [afterMs, seed] = [rolls.next() * LONGEST_LIFE_MS, rolls.below(1_000_000)];
      const lines = await worker.kill(afterMs, 'anything', database, workDir, String(seed));
      const { last, pending, count } = follow(holding, lines);
      const found = await reopen(database);
      const expected = pending ? mayHold(last, pending, found) : [last];
      const story = `seed ${FIRST_SEED}, sequence ${sequence}, killed after ${afterMs.toFixed(1)} ms:\n${lines.join('\n')}`;
      expect(expected, story).toContainEqual(found);
      deeds += count;
      cutOff += pending ? 1 : 0;
      holding = found;
    }
    console.log(`F16: seed ${FIRST_SEED}, ${SEQUENCES} kills in ${deeds} deeds, ${cutOff} of them cut off`);
    expect(cutOff).toBeGreaterThan(SEQUENCES / 4);
    expect(deeds).toBeGreaterThan(SEQUENCES);
  },
  TIME_LIMIT_MS,
);

async function begin(database: string, workDir: string): Promise<Holding> {
  const { sessions, store, close } = await openSessions(database);
  await sessions.create({
    id: SESSION,
    title: 'Killed',
    settings: { model: 'first', systemPrompt: '', mode: 'react', workDir, permissionMode: 'default', maxTurns: 5, provider: 'rehearsal' },
  });
  await sessions.checkpoints.save(SESSION, 'the beginning');
  const holding = holdingOf(store.sessions, SESSION);
  await close();
  return holding;
}

async function reopen(database: string): Promise<Holding> {
  expect(withDatabase(database, findingsIn)).toEqual([]);
  const { store, close } = await openSessions(database);
  const holding = holdingOf(store.sessions, SESSION);
  await close();
  return holding;
}

/** What the process told of, done one after the other, and what it had only begun. */
function follow(before: Holding, lines: readonly string[]): { last: Holding; pending: KilledDeed | undefined; count: number } {
  let [last, count] = [before, 0];
  let pending: KilledDeed | undefined;
  for (const line of lines) {
    const [word, json] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
    if (word === 'begin') pending = JSON.parse(json) as KilledDeed;
    if (word !== 'done' || !pending) continue;
    last = afterDeed(last, pending, JSON.parse(json) as Checkpoint | null);
    pending = undefined;
    count += 1;
  }
  return { last, pending, count };
}
