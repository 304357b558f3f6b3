import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';

/** worker.ts, or another one, as plain JavaScript, for processes of its own. Under node_modules, where it finds better-sqlite3. */
export async function bundledWorker(
  source = path.join(import.meta.dirname, 'worker.ts'),
): Promise<{ program: string; remove: () => void }> {
  const outDir = path.resolve('node_modules', '.cache', `store-${path.parse(source).name}-${process.pid}`);
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: [/^(?!node:)/], external: ['better-sqlite3'] },
    build: { ssr: source, outDir, rolldownOptions: { output: { entryFileNames: 'worker.js' } } },
  });
  return { program: path.join(outDir, 'worker.js'), remove: () => rmSync(outDir, { recursive: true, force: true }) };
}

export type Worker = {
  readonly child: ChildProcess;
  /** What it printed so far. */
  readonly lines: string[];
  /** Resolves once that many lines have arrived. */
  printed(lines: number): Promise<void>;
  /** The signal or code it ended with, after its last line. */
  readonly ended: Promise<NodeJS.Signals | number>;
};

export function startWorker(program: string, ...args: readonly string[]): Worker {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const reader = createInterface(child.stdout);
  const lines: string[] = [];
  reader.on('line', (line) => lines.push(line));
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(([[code, signal]]) => signal ?? code);
  return {
    child,
    lines,
    ended,
    async printed(count) {
      while (lines.length < count) await once(reader, 'line');
    },
  };
}
