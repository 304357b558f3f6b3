import { Worker } from 'node:worker_threads';

export type GlobRequest = {
  /** An absolute folder without symbolic links in it. */
  readonly root: string;
  readonly pattern: string;
  /** The newest so many files are answered. */
  readonly limit: number;
};

export type GlobAnswer = { readonly files: readonly string[]; readonly total: number } | { readonly problem: string };

/**
 * Finds files on a thread of its own. Node's matcher backtracks on its thread: `*a*a*a*a*a*a*a*a*a*b` over one long name of `a`s takes hours, which
 * is why the SDK's own glob tool, running on the host's thread, is not used. Rejects with the signal's reason; the thread ends with it.
 */
export async function globInWorker(request: GlobRequest, signal: AbortSignal): Promise<GlobAnswer> {
  signal.throwIfAborted();
  const worker = new Worker(`(${findFiles.toString()})()`, {
    eval: true,
    workerData: request,
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<GlobAnswer>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`The search thread ended with status ${code}.`)));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

/** Sent to the thread as text: it may use nothing from outside its own body. */
async function findFiles(): Promise<void> {
  const fs = process.getBuiltinModule('node:fs/promises');
  const path = process.getBuiltinModule('node:path');
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { root, pattern, limit }: GlobRequest = workerData;
  const found: { file: string; modifiedAt: number }[] = [];
  const isNoise = (entry: { name: string }) => entry.name === '.git' || entry.name === 'node_modules';
  const answer = (message: GlobAnswer) => parentPort?.postMessage(message);
  try {
    for await (const entry of fs.glob(pattern, { cwd: root, withFileTypes: true, exclude: isNoise })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      // A pattern can name a link to a folder, and the matcher follows it; what really lies elsewhere is none of the root's files.
      const real = await fs.realpath(file).catch(() => '');
      if (!real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) continue;
      const { mtimeMs } = await fs.stat(real).catch(() => ({ mtimeMs: 0 }));
      found.push({ file, modifiedAt: mtimeMs });
    }
    found.sort((a, b) => b.modifiedAt - a.modifiedAt || (a.file < b.file ? -1 : 1));
    answer({ files: found.slice(0, limit).map(({ file }) => file), total: found.length });
  } catch (error) {
    answer({ problem: error instanceof Error ? error.message : String(error) });
  }
}
