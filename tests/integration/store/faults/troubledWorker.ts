import { writeSync } from 'node:fs';
import path from 'node:path';
import { createIds } from '../../../../electron/platform/ids';
import { systemClock } from '../../../../electron/platform/systemClock';
import { openStore } from '../../../../electron/store/openStore';
import type { Store } from '../../../../electron/store/store';
import { isAppError } from '../../../../shared/lib/appError';
import { eventsOf, sampleMessage, sampleRun, sampleSession, startFact, stepDone, stepStart } from '../samples';

/**
 * A process whose disk makes trouble: `node troubledWorker.js <folder> <stores> <steps>`. In each of so many stores of the folder it writes steps, each
 * two events and a message in one commit, until two have failed one after the other, and leaves the store open. Each line it prints is
 * `<store> <events that are stored> <sentence, for a failure>`. It ends with 0 unless something else than the disk failed.
 */
const [folder = '', stores = '1', steps = '1'] = process.argv.slice(2);
for (let number = 0; number < Number(stores); number += 1) await fill(number);
process.kill(process.pid, 'SIGKILL');

async function fill(number: number): Promise<void> {
  let stored = 0;
  const told = async (work: () => Promise<void>) => {
    try {
      await work();
      say(`${number} ${stored}`);
      return true;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'STORE_FAILED') throw error;
      say(`${number} ${stored} ${error.message}`);
      return false;
    }
  };
  await told(async () => {
    const log = { warn() {}, error() {} };
    const store = openStore(path.join(folder, `${number}.db`), { clock: systemClock(), ids: createIds(), log });
    // So that each store comes to the end of its room at another place.
    await Promise.all([
      store.settings.set({ workDir: 'x'.repeat(number * 1_237) }),
      store.runs.create(sampleRun('run_1')),
      store.sessions.create(sampleSession('ses_1')),
    ]);
    await store.events.append('run_1', eventsOf('run_1', [startFact]));
    stored = 1;
    let failures = 0;
    for (let step = 0; step < Number(steps) && failures < 2; step += 1) {
      const isStored = await told(async () => {
        stored = await writeStep(store, 'y'.repeat((step * 997) % 9_000));
      });
      failures = isStored ? 0 : failures + 1;
    }
  });
}

/** Goes on from what the store holds, as a run does that is taken up again; answers how many events there are then. */
async function writeStep(store: Store, text: string): Promise<number> {
  const last = store.events.events('run_1', 0).length;
  const parent = store.sessions.message(store.sessions.get('ses_1')?.headId ?? '') ?? null;
  const events = eventsOf('run_1', [stepStart('read'), stepDone('read')], last);
  const message = sampleMessage(`msg_${last}`, 'ses_1', parent, { content: [{ type: 'text', text }] });
  await Promise.all([store.events.append('run_1', events), store.sessions.append(message, null)]);
  return last + events.length;
}

/** Synchronous, so that nothing printed is lost with the process. */
function say(text: string): void {
  writeSync(1, `${text}\n`);
}
