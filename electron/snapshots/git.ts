import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/lib/appError';
import { findGit } from './findGit';
import { ATTRIBUTES, GIT_FLAGS, gitEnvironment } from './gitSettings';

/** A git that takes longer is killed. */
export const LONGEST_CALL_MS = 120_000;
/** Characters of git's words about what went wrong. */
const MOST_COMPLAINT = 100_000;
/** What makes a folder a git store; the last is made last. */
const PARTS = ['objects', 'refs', 'HEAD', 'config'] as const;

export type GitCall = {
  readonly cwd?: string | undefined;
  readonly workTree?: string | undefined;
  readonly index?: string | undefined;
  readonly input?: string | Buffer | undefined;
  /** Ends git once it has printed so much; what there is by then is answered. */
  readonly mostOutputBytes?: number | undefined;
  /** Exit codes beside 0 that are an answer. */
  readonly accept?: readonly number[] | undefined;
};

export type GitAnswer = { readonly status: number; readonly output: Buffer; readonly isCut: boolean; readonly complaint: string };

/** The git object store of Stepgraph, in a folder of its own. It knows the person's repositories only as folders with files. */
export class Git {
  readonly folder: string;
  readonly #findProgram: () => string;
  #program: string | undefined;
  #prepared: Promise<void> | undefined;

  constructor(folder: string, findProgram: () => string = findGit) {
    this.folder = folder;
    this.#findProgram = findProgram;
  }

  /** Rejects with `NOT_FOUND` where there is no git, and with `STORE_FAILED` and git's own words when it fails. */
  async run(args: readonly string[], call: GitCall = {}): Promise<GitAnswer> {
    await this.#ready();
    return collect(this.start(args, call), args, call);
  }

  /** As text. */
  async text(args: readonly string[], call: GitCall = {}): Promise<string> {
    return (await this.run(args, call)).output.toString('utf8').trim();
  }

  /** Parts of an answer given with `-z`. */
  async list(args: readonly string[], call: GitCall = {}): Promise<readonly Buffer[]> {
    return splitAtZero((await this.run(args, call)).output);
  }

  /** To talk with; call `run` once before. */
  start(args: readonly string[], { cwd, workTree, index }: GitCall = {}): ChildProcessWithoutNullStreams {
    return spawn(this.#program ?? this.#findProgram(), [...GIT_FLAGS, ...args], {
      cwd: cwd ?? this.folder,
      env: {
        ...gitEnvironment(this.folder),
        ...(workTree !== undefined && { GIT_WORK_TREE: workTree }),
        ...(index !== undefined && { GIT_INDEX_FILE: index }),
      },
      windowsHide: true,
    });
  }

  /** Prepares once; where that failed (git may be installed meanwhile), the next call tries again. */
  async #ready(): Promise<void> {
    this.#prepared ??= this.#prepare();
    try {
      await this.#prepared;
    } catch (error) {
      this.#prepared = undefined;
      throw error;
    }
  }

  async #prepare(): Promise<void> {
    this.#program = this.#findProgram();
    mkdirSync(path.join(this.folder, 'info'), { recursive: true, mode: 0o700 });
    const attributes = path.join(this.folder, 'info', 'attributes');
    if (readText(attributes) !== ATTRIBUTES) writeFileSync(attributes, ATTRIBUTES);
    if (PARTS.some((part) => !existsSync(path.join(this.folder, part)))) await this.#initialize();
  }

  /** May be repeated, so a crash in the midst of it does no harm; but one may have left its locks. */
  async #initialize(): Promise<void> {
    const init = ['init', '--quiet', '--bare', '--object-format=sha1', '--template=', this.folder];
    try {
      await collect(this.start(init), init, {});
    } catch {
      for (const lock of ['config.lock', 'HEAD.lock']) rmSync(path.join(this.folder, lock), { force: true });
      await collect(this.start(init), init, {});
    }
  }
}

function collect(child: ChildProcessWithoutNullStreams, args: readonly string[], call: GitCall): Promise<GitAnswer> {
  const { input, mostOutputBytes = Number.POSITIVE_INFINITY, accept = [] } = call;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let [size, isCut, complaint] = [0, false, ''];
    const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_CALL_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= mostOutputBytes) return;
      isCut = true;
      child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, MOST_COMPLAINT);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      const output = Buffer.concat(chunks);
      if (isCut) resolve({ status: 0, output, isCut, complaint });
      else if (status === 0 || (status !== null && accept.includes(status))) resolve({ status, output, isCut, complaint });
      else reject(gitFailure(args, complaint));
    });
    // Git may have ended before it read everything; its exit status tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function gitFailure(args: readonly string[], complaint: string): AppError {
  const reason = complaint.trim().split('\n').at(-1) || 'it took too long';
  return new AppError('STORE_FAILED', `Git could not keep the files (${args[0]}): ${reason}`);
}

/** The parts of what git prints with `-z`. */
export function splitAtZero(output: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = output.indexOf(0); end !== -1; end = output.indexOf(0, start)) {
    parts.push(output.subarray(start, end));
    start = end + 1;
  }
  return parts;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
