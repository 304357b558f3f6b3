import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';

export type BuiltWorker = {
  /** Starts it and kills it, with every process it started, so many milliseconds after it began; answers the lines it printed. */
  kill(afterMs: number, ...args: readonly string[]): Promise<readonly string[]>;
  [Symbol.dispose](): void;
};

/** worker.ts as one program under node_modules, where it finds better-sqlite3. Node keeps its compiled code beside it. */
export async function buildWorker(): Promise<BuiltWorker> {
  const outDir = path.resolve('node_modules', '.cache', `checkpoint-worker-${process.pid}`);
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: [/^(?!node:)/], external: ['better-sqlite3'] },
    build: { ssr: path.join(import.meta.dirname, 'worker.ts'), outDir, rolldownOptions: { output: { entryFileNames: 'worker.js' } } },
  });
  const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: path.join(outDir, 'compiled') };
  return {
    async kill(afterMs, ...args) {
      const child = spawn(process.execPath, [path.join(outDir, 'worker.js'), ...args], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true, // the leader of a group
      });
      const lines: string[] = [];
      const reader = createInterface(child.stdout);
      const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]);
      reader.on('line', (line) => {
        lines.push(line);
        if (line === 'ready') setTimeout(() => killGroup(child), afterMs);
      });
      const [[code, signal]] = await ended;
      if (signal !== 'SIGKILL') throw new Error(`The worker ended by itself: ${code}\n${lines.join('\n')}`);
      return lines;
    },
    [Symbol.dispose]: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

/** As a terminal that is closed, or a machine that runs out of memory, does: the git that is at work goes, too. */
function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}
