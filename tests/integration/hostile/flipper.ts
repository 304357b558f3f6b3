import { once } from 'node:events';
import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** Exchanges, as fast as it can until it is disposed, the folder or file `place` with a link to `elsewhere`. Ends with the real one in its place. */
export async function flip(place: string, elsewhere: string): Promise<AsyncDisposable & { readonly flips: () => number }> {
  const beside = `${place}.exchange`;
  mkdirSync(beside);
  symlinkSync(elsewhere, path.join(beside, 'link'));
  const state = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(`(${exchange.toString()})()`, { eval: true, workerData: { place, beside, state } });
  const ended = once(worker, 'exit');
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  return {
    flips: () => Atomics.load(state, 1),
    async [Symbol.asyncDispose]() {
      Atomics.store(state, 0, 1);
      await ended;
      renameSync(path.join(beside, 'link'), path.join(beside, 'done'));
    },
  };
}

/** Sent to the thread as text. Whatever a tool makes in the place while nothing is there goes away. */
function exchange(): void {
  const fs = process.getBuiltinModule('node:fs');
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { place, beside, state }: { place: string; beside: string; state: Int32Array } = workerData;
  const clear = () => {
    try {
      fs.rmSync(place, { recursive: true, force: true });
    } catch {
      // Somebody was quicker to make something in it; it is tried again.
    }
  };
  const put = (from: string) => {
    for (;;) {
      try {
        return fs.renameSync(from, place);
      } catch {
        clear();
      }
    }
  };
  parentPort?.postMessage('ready');
  while (Atomics.load(state, 0) === 0) {
    fs.renameSync(place, `${beside}/real`);
    put(`${beside}/link`);
    fs.renameSync(place, `${beside}/link`);
    put(`${beside}/real`);
    Atomics.add(state, 1, 1);
  }
}
