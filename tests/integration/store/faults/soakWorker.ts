import { existsSync, readdirSync, statSync, writeSync } from 'node:fs';
import { layered } from '../../../support/builders';
import { openFaultHost } from '../../../support/faultWorkerHost';

/**
 * A process that runs for long: `node --expose-gc soakWorker.js <database> <model server> <work directory> <runs> <runs per sample>`. Each line it prints is a
 * sample as JSON, taken when nothing is under way and what is not used any more is gone.
 */
const [database = '', modelServer = '', workDir = '', runs = '1', runsPerSample = '1'] = process.argv.slice(2);
const DEFINITION = layered(10, 5);
const OPEN_FILES = '/proc/self/fd';

const host = await openFaultHost({ database, modelServer, workDir, effects: '' });
let largestLog = 0;
for (let run = 1; run <= Number(runs); run += 1) {
  const { result } = await host.runs.start({ definition: DEFINITION });
  const { status } = await result;
  if (status !== 'completed') throw new Error(`Run ${run} is ${status}.`);
  largestLog = Math.max(largestLog, statSync(`${database}-wal`).size);
  if (run % Number(runsPerSample) === 0) sample(run * DEFINITION.steps.length);
}
await host.close();

function sample(steps: number): void {
  if (!global.gc) throw new Error('Start it with --expose-gc.');
  global.gc();
  const { rss, heapUsed } = process.memoryUsage();
  const openFiles = existsSync(OPEN_FILES) ? readdirSync(OPEN_FILES).length : 0;
  writeSync(1, `${JSON.stringify({ steps, rss, heapUsed, openFiles, largestLog })}\n`);
}
