import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../../out/main/cli.js');

export type Finished = { readonly status: number | null; readonly out: string; readonly err: string };

/** A person's machine: an empty home with a store of its own, a work directory, and the built `stepgraph` command. */
export class Machine implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'stepgraph-cli-'));
  readonly workDir = join(this.folder, 'work');
  readonly database = join(this.folder, 'stepgraph.db');

  constructor(private readonly environment: { readonly [name: string]: string } = {}) {
    if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first`);
    mkdirSync(this.workDir);
  }

  /** Writes a file below the work directory and answers its path. Anything but a text is written as JSON. */
  write(name: string, content: string | object): string {
    const file = join(this.workDir, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return file;
  }

  async run(...words: string[]): Promise<Finished> {
    const child = this.start(...words);
    const out = collect(child.stdout);
    const err = collect(child.stderr);
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, out: out(), err: err() };
  }

  start(...words: string[]): ChildProcessWithoutNullStreams {
    return this.startUnder(process.execPath, program, ...words);
  }

  /** As `start`, with another Node or another program in front. */
  startUnder(node: string, ...words: string[]): ChildProcessWithoutNullStreams {
    const child = spawn(node, words, this.#place());
    child.stdin.end();
    return child;
  }

  /** As `start`, in a terminal of its own (that of util-linux's `script`), whose keys are what is written to the process. */
  startInTerminal(...words: string[]): ChildProcessWithoutNullStreams {
    const line = [process.execPath, program, ...words].map((word) => `'${word}'`).join(' ');
    return spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], this.#place());
  }

  #place() {
    return {
      cwd: this.workDir,
      env: { PATH: process.env.PATH, HOME: this.folder, STEPGRAPH_DB: this.database, ...this.environment },
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
