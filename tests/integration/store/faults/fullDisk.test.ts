import Database from 'better-sqlite3';
import { afterEach, expect, it, vi } from 'vitest';
import { isAppError } from '../../../../shared/lib/appError';
import { chain } from '../../../support/builders';
import { text } from '../../../support/modelServer/reply';
import { amount } from '../../../support/seeds';
import { type ChaosHost, openChaosHost } from '../../durability/chaosHost';
import { hasGaps, outcomeOf } from '../../durability/wreck';
import { findingsIn } from './fileState';

const PLACES = amount('STEPGRAPH_FULL_DISKS', 12);
const DEFINITION = chain(4);
/** More pages than any store here needs. */
const ROOM = 1_000_000;

afterEach(() => {
  vi.restoreAllMocks();
});

/** The real host with a hold on the connection of its store, whose room it can limit: SQLite then finds the disk full. */
async function hostWithConnection(): Promise<ChaosHost & { readonly db: Database.Database }> {
  const connections: Database.Database[] = [];
  const { pragma } = Database.prototype;
  vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Database.Database, ...given) {
    if (given[0] === 'journal_mode = WAL') connections.push(this);
    const answer: unknown = pragma.apply(this, given);
    return answer;
  });
  const chaos = await openChaosHost(({ prompt }) => text(`${prompt} is done. ${'words '.repeat(200)}`));
  vi.restoreAllMocks();
  const [db] = connections;
  if (!db) throw new Error('The store opened no connection.');
  return Object.assign(chaos, { db });
}

const pagesOf = (db: Database.Database) => Number(db.pragma('page_count', { simple: true }));

it(`a run whose disk is full at ${PLACES} places stands still with a sentence, and once there is room goes on to the end it would have had (F5)`, async () => {
  await using chaos = await hostWithConnection();
  const { host, db } = chaos;
  const before = pagesOf(db);
  const undisturbed = (await chaos.run(DEFINITION)).result;
  const expected = outcomeOf(host, undisturbed.runId);
  const pagesOfRun = pagesOf(db) - before;
  let stopped = 0;
  for (let place = 0; place < PLACES; place += 1) {
    db.pragma(`max_page_count = ${pagesOf(db) + Math.floor((place * pagesOfRun) / PLACES)}`);
    const { runId, ending } = await tryToRun(chaos);
    expect(host.sessions.stats().active).toBeGreaterThan(0); // everything stored can still be read
    if (ending) {
      stopped += 1;
      expect(ending).toMatch(/The disk that holds .* is full\. Free some space, then try again\./);
    }
    db.pragma(`max_page_count = ${ROOM}`);
    if (!runId) continue;
    expect(host.runs.isBroken(runId)).toBe(ending !== undefined);
    await (await host.runs.resume(runId)).result;
    expect(outcomeOf(host, runId)).toEqual(expected);
    expect(hasGaps(host.store.events.events(runId, 0))).toBe(false);
  }
  expect(findingsIn(db)).toEqual([]);
  expect(stopped).toBeGreaterThan(PLACES / 2);
});

/** The run, if it was accepted, and the sentence with which it stopped, if it did. */
async function tryToRun({ host }: ChaosHost): Promise<{ readonly runId?: string; readonly ending?: string | undefined }> {
  try {
    const { runId, result } = await host.runs.start({ definition: DEFINITION });
    return { runId, ending: await result.then(() => undefined, sentenceOf) };
  } catch (error) {
    return { ending: sentenceOf(error) };
  }
}

function sentenceOf(error: unknown): string {
  if (!isAppError(error) || error.code !== 'STORE_FAILED') throw error;
  return error.message;
}
