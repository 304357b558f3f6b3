import { writeSync } from 'node:fs';
import { createIds } from '../../../electron/platform/ids';
import { systemClock } from '../../../electron/platform/systemClock';
import { openStore } from '../../../electron/store/openStore';
import { eventsOf, sampleMessage, sampleRun, sampleSession, startFact, stepDone, stepStart } from './samples';

/** A process of its own on a store: `node worker.js <job> <file> <run id> [count]`. Each line it prints says what is stored by then. */
const [job, file = '', runId = '', count = 'Infinity'] = process.argv.slice(2);
const log = { warn: say, error: say };
const store = openStore(file, { clock: systemClock(), ids: createIds(), log });

switch (job) {
  case 'kill-itself':
    await store.runs.create(sampleRun(runId));
    process.kill(process.pid, 'SIGKILL');
    break;
  case 'hold':
    await store.runs.create(sampleRun(runId));
    say('stored');
    setInterval(() => undefined, 60_000);
    break;
  case 'write':
    await writeSteps(Number(count));
    await store.close();
    break;
  default:
    throw new Error(`There is no job ${job}.`);
}

/** Two events and a message per step; prints the number of the last event stored. */
async function writeSteps(steps: number): Promise<void> {
  await store.runs.create(sampleRun(runId));
  await store.sessions.create(sampleSession(`ses_${runId}`, { metadata: { runId } }));
  await store.events.append(runId, eventsOf(runId, [startFact]));
  let parent = null;
  for (let step = 0; step < steps; step += 1) {
    const message = sampleMessage(`msg_${runId}_${step}`, `ses_${runId}`, parent);
    const seq = 2 * step + 1;
    await Promise.all([
      store.events.append(runId, eventsOf(runId, [stepStart('read'), stepDone('read')], seq)),
      store.sessions.append(message, null),
    ]);
    parent = message;
    say(String(seq + 2));
  }
}

/** Synchronous, so that nothing printed is lost with the process. */
function say(text: string): void {
  writeSync(1, `${text}\n`);
}
