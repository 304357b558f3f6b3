import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import type { Orders } from './faultWorkerOrders';

export type FaultWorkers = {
  /** What it complains of is shown, unless it is to fail. */
  start(orders: Orders, options?: { readonly isToFail?: boolean }): FaultWorker;
  /** Removes the built program. */
  [Symbol.dispose](): void;
};

export type FaultWorker = {
  readonly child: ChildProcess;
  /** The rest of the first line that begins with the word; rejects when the process ends without it. */
  said(word: 'ready' | 'accepted' | 'passed'): Promise<string>;
  /** The same of what it said so far. */
  heard(word: 'ready' | 'accepted' | 'passed'): string | undefined;
  /** The signal or code it ended with, after its last line. */
  readonly ended: Promise<NodeJS.Signals | number>;
};

/** Builds faultWorker.ts into one program, under node_modules, where it finds better-sqlite3. Node keeps its compiled code beside it. */
export async function buildFaultWorkers(): Promise<FaultWorkers> {
  const outDir = path.resolve('node_modules', '.cache', `fault-worker-${process.pid}`);
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: [/^(?!node:)/], external: ['better-sqlite3'] },
    build: {
      ssr: path.join(import.meta.dirname, 'faultWorker.ts'),
      outDir,
      rolldownOptions: { output: { entryFileNames: 'faultWorker.js' } },
    },
  });
  const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: path.join(outDir, 'compiled') };
  return {
    start(orders, { isToFail = false } = {}) {
      const program = path.join(outDir, 'faultWorker.js');
      const complaints = isToFail ? 'ignore' : 'inherit';
      return watch(spawn(process.execPath, [program, JSON.stringify(orders)], { env, stdio: ['ignore', 'pipe', complaints] }));
    },
    [Symbol.dispose]: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

function watch(child: ChildProcess & { readonly stdout: NonNullable<ChildProcess['stdout']> }): FaultWorker {
  const reader = createInterface(child.stdout);
  const lines: string[] = [];
  reader.on('line', (line) => lines.push(line));
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(([[code, signal]]) => signal ?? code);
  const heard: FaultWorker['heard'] = (word) => lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  return {
    child,
    heard,
    ended,
    async said(word) {
      for (;;) {
        const words = heard(word);
        if (words !== undefined) return words;
        const end = await Promise.race([once(reader, 'line').then(() => undefined), ended]);
        if (end !== undefined && heard(word) === undefined) throw new Error(`The worker ended (${end}) before it said “${word}”.`);
      }
    },
  };
}
