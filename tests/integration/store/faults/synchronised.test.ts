import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support';
import { bundledWorker } from '../workerProcess';
import { canRun, runTroubled } from './troubledProcess';

/** Enough for SQLite to copy its log into the file and begin it anew. */
const STEPS = 500;

const CAN_TRACE = canRun('strace', '-f', '-qq', '-o', '/dev/null', 'true');

let worker: Awaited<ReturnType<typeof bundledWorker>>;
beforeAll(async () => {
  worker = await bundledWorker(path.join(import.meta.dirname, 'troubledWorker.ts'));
});
afterAll(() => worker.remove());

type Call = 'write log' | 'begin log' | 'sync log' | 'write file' | 'sync file' | 'tell';

/** The calls of a trace that matter, in order; one that took a while counts when it was done. */
function callsIn(trace: string): Call[] {
  const syncing = new Map<string, Call>();
  return trace.split('\n').flatMap((line): Call[] => {
    const [thread = ''] = line.split(' ', 1);
    if (/write\(1<.*"0 \d+\\n"/.test(line)) return ['tell'];
    if (/pwrite64\(\d+<[^>]*-wal>.*, 0\) += 32$/.test(line)) return ['begin log'];
    if (/pwrite64\(\d+<[^>]*-wal>/.test(line)) return ['write log'];
    if (/pwrite64\(\d+<[^>]*\.db>/.test(line)) return ['write file'];
    const sync = /sync\(\d+<[^>]*-wal>/.test(line) ? 'sync log' : /sync\(\d+<[^>]*\.db>/.test(line) ? 'sync file' : undefined;
    if (sync && !line.includes('unfinished')) return [sync];
    if (sync) syncing.set(thread, sync);
    const done = /sync resumed/.test(line) ? syncing.get(thread) : undefined;
    return done ? [done] : [];
  });
}

describe.skipIf(!CAN_TRACE)('what the system is asked to do', () => {
  it('synchronises the log before a commit is told of or copied, and the file before the log begins anew (F3)', async () => {
    const folder = temporaryFolder();
    const trace = path.join(folder, 'trace');
    const strace = ['strace', '-f', '-y', '-qq', '-s', '16', '-o', trace, '-e', 'trace=write,pwrite64,fsync,fdatasync'];
    const told = await runTroubled(strace, worker.program, [folder, '1', String(STEPS)]);
    expect(told.get(0)).toEqual({ stored: 2 * STEPS + 1, refusals: [] });
    const unsynced = { header: false, log: false, file: false };
    const seen = new Map<Call, number>();
    for (const call of callsIn(readFileSync(trace, 'utf8'))) {
      seen.set(call, (seen.get(call) ?? 0) + 1);
      const times = `${call}, time ${seen.get(call)}`;
      if (call === 'tell' || call === 'write file') expect(unsynced.log, times).toBe(false);
      if (call === 'begin log') expect(unsynced.file, times).toBe(false);
      if (call === 'write log') expect(unsynced.header, times).toBe(false);
      if (call === 'begin log') unsynced.header = true;
      if (call === 'write log' || call === 'begin log') unsynced.log = true;
      if (call === 'write file') unsynced.file = true;
      if (call === 'sync log') unsynced.header = unsynced.log = false;
      if (call === 'sync file') unsynced.file = false;
    }
    expect(seen.get('tell')).toBe(STEPS + 1);
    expect(seen.get('begin log')).toBeGreaterThan(1);
    expect(seen.get('write file')).toBeGreaterThan(STEPS);
  });
});
