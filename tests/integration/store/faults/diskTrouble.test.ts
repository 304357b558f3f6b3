import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amount, type Dice, dice, FIRST_SEED } from '../../../support/seeds';
import { eventsOf, startFact } from '../samples';
import { openedStore, temporaryFolder } from '../support';
import { bundledWorker } from '../workerProcess';
import { findingsIn, withDatabase } from './fileState';
import { quickFolder } from './quickFolder';
import { canRun, runTroubled, type Told } from './troubledProcess';

/** STEPGRAPH_SHORT_WRITES and STEPGRAPH_DISK_ERRORS ask for more than the usual number, STEPGRAPH_SEED for those of an earlier run. */
const STORES = amount('STEPGRAPH_SHORT_WRITES', 60);
const ERRORS = amount('STEPGRAPH_DISK_ERRORS', 10);
const STEPS = 40;
const TIME_LIMIT_MS = 60_000 + 500 * STORES + 5_000 * ERRORS;
const SENTENCE = /^The disk .*(Free some space|Check the disk)/;

let worker: Awaited<ReturnType<typeof bundledWorker>>;
beforeAll(async () => {
  worker = await bundledWorker(path.join(import.meta.dirname, 'troubledWorker.ts'));
});
afterAll(() => worker.remove());

/** What was told to be stored is there, whole, without gaps, and more can be stored now. */
async function expectIntact(file: string, { stored, refusals }: Told): Promise<void> {
  for (const refusal of refusals) expect(refusal).toMatch(SENTENCE);
  const store = openedStore(file);
  expect(withDatabase(file, findingsIn)).toEqual([]);
  const events = store.events.events('run_1', 0);
  expect(events.length).toBeGreaterThanOrEqual(stored);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  if (events.length > 0) {
    expect(store.sessions.conversation(store.sessions.get('ses_1')?.headId ?? null)).toHaveLength((events.length - 1) / 2);
    await store.events.append('run_1', eventsOf('run_1', [{ ...startFact, resumed: true }], events.length));
  }
  await store.close();
}

describe.skipIf(process.platform === 'win32')('a disk that takes a part of what is written, and then nothing more', () => {
  it(
    `loses nothing that was told of, in ${STORES} stores that come to their end at different places (F4)`,
    async () => {
      const folder = quickFolder();
      const limited = ['bash', '-c', 'ulimit -f 400 && "$@"', 'limited'];
      const told = await runTroubled(limited, worker.program, [folder, String(STORES), String(STEPS)]);
      expect(told.size).toBe(STORES);
      for (const [number, each] of told) await expectIntact(path.join(folder, `${number}.db`), each);
      expect([...told.values()].filter(({ refusals }) => refusals.length > 0).length).toBeGreaterThan(STORES / 2);
    },
    TIME_LIMIT_MS,
  );
});

/** strace can make any call of the system fail, where it is installed and allowed to. */
const CAN_INJECT = canRun('strace', '-f', '-qq', '-o', '/dev/null', '-e', 'inject=fdatasync:error=EIO:when=1', 'true');

type ErrorKind = { readonly call: 'pwrite64' | 'fdatasync'; readonly error: string; readonly isForGood?: boolean };

/** An interrupted call is repeated until it succeeds, so that it cannot be interrupted for good. */
const ERROR_KINDS: readonly [ErrorKind, ...ErrorKind[]] = [
  { call: 'pwrite64', error: 'EIO' },
  { call: 'pwrite64', error: 'ENOSPC' },
  { call: 'pwrite64', error: 'EIO', isForGood: true },
  { call: 'pwrite64', error: 'ENOSPC', isForGood: true },
  { call: 'pwrite64', error: 'EINTR' },
  { call: 'fdatasync', error: 'EIO' },
  { call: 'fdatasync', error: 'ENOSPC', isForGood: true },
];

/** A call of which thread it is, is counted apart; there are four that synchronise. */
const CALLS = { pwrite64: 25 * STEPS, fdatasync: STEPS / 4 };

function failingAt({ call, error, isForGood }: ErrorKind, file: string, { below }: Dice): string[] {
  const when = `${1 + below(CALLS[call])}${isForGood ? '+' : ''}`;
  const paths = [file, `${file}-wal`, `${file}-journal`].flatMap((each) => ['-P', each]);
  return ['strace', '-f', '-qq', '-o', '/dev/null', ...paths, '-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${when}`];
}

describe.skipIf(!CAN_INJECT)('a disk that fails at one call, or from there on', () => {
  it(
    `loses nothing that was told of, at ${ERRORS} calls (F4)`,
    async () => {
      const rolls = dice(FIRST_SEED);
      let failed = 0;
      for (let error = 0; error < ERRORS; error += 1) {
        const folder = temporaryFolder();
        const file = path.join(folder, '0.db');
        const command = failingAt(rolls.pick(ERROR_KINDS), file, rolls);
        const told = (await runTroubled(command, worker.program, [folder, '1', String(STEPS)])).get(0) ?? { stored: 0, refusals: [] };
        if (told.refusals.length > 0) failed += 1;
        await expectIntact(file, told).catch((cause: unknown) => {
          throw new Error(`Error ${error} of seed ${FIRST_SEED}: ${command.at(-1)}`, { cause });
        });
      }
      console.log(`F4: seed ${FIRST_SEED}, ${ERRORS} errors, ${failed} of them noticed`);
      expect(failed).toBeGreaterThan(ERRORS / 4);
    },
    TIME_LIMIT_MS,
  );
});
