import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { childEnvironment } from '../../platform/childEnvironment';
import { killGroup, spawnInGroup } from '../../platform/childProcesses';
import { BoundedOutput } from '../boundedOutput';
import { LineReader } from './lineReader';

export type ServerProgram = {
  readonly command: string;
  readonly args: readonly string[];
  /** Beyond the environment that every child gets. */
  readonly env: { readonly [name: string]: string };
  readonly cwd: string;
};

/** What becomes of a server's program, for whoever watches it. */
export type ProgramWatcher = {
  started(pid: number): void;
  /** A line on standard error. */
  said(line: string): void;
  /** Something on standard output that is no message. */
  strayed(excerpt: string): void;
  ended(how: string): void;
};

/** A server that is asked to end by closing its input has this long before it is made to. */
const LEAVE_MS = 400;
/** A grandchild may hold the pipes open; the last words of a server that has ended are not waited for longer. */
const LAST_WORDS_MS = 300;
/** Lines that are no messages; a server that prints more of them in its life does not speak MCP. */
const MOST_STRAY_LINES = 1_000;
const LONGEST_STRAY_EXCERPT = 200;
const STDERR_HEAD = 500;
const STDERR_TAIL = 3_500;

/**
 * MCP over the standard input and output of a program. Not the SDK's own transport, which starts its child outside of any process group:
 * here all that the server starts in turn ends with it.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #program: ServerProgram;
  readonly #watcher: ProgramWatcher;
  readonly #stderrLines: LineReader;
  readonly #buffer = new ReadBuffer();
  readonly #stderr = new BoundedOutput(STDERR_HEAD, STDERR_TAIL);
  readonly #ended = Promise.withResolvers<void>();
  #child: ChildProcess | undefined;
  #end: string | undefined;
  #strayLines = 0;
  #strayExcerpt = '';
  /** Why it was closed from here, if it was. */
  #closing: string | undefined;

  constructor(program: ServerProgram, watcher: ProgramWatcher) {
    this.#program = program;
    this.#watcher = watcher;
    this.#stderrLines = new LineReader(watcher.said);
  }

  /** What the server said on standard error: the beginning and the end of it. */
  get stderr(): string {
    return this.#stderr.toString().trim();
  }

  /** How the program ended, in words; nothing while it runs. */
  get end(): string | undefined {
    return this.#end;
  }

  /** The beginning of the first thing it printed that was no message. */
  get strayOutput(): string {
    return this.#strayExcerpt;
  }

  async start(): Promise<void> {
    const { command, args, env, cwd } = this.#program;
    const child = spawnInGroup(command, args, { cwd, env: childEnvironment(env), stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    // A server that has closed its input is noticed by its end, or by the time limit of a call.
    child.stdin?.on('error', () => {});
    child.once('exit', (code, signal) => void this.#afterExit(child, code === null ? `ended by ${signal}` : `exit status ${code}`));
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', () => {
        if (child.pid !== undefined) this.#watcher.started(child.pid);
        resolve();
      });
      child.once('error', (error) => {
        this.#finish('not started');
        reject(error);
      });
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const input = this.#child?.stdin;
    if (this.#end !== undefined || !input?.writable) throw new Error('The server takes no messages any more');
    // Not waited for: a server that does not read is found out by the time limit of the request.
    input.write(serializeMessage(message));
  }

  /** Resolves when nothing runs any more that the server started. */
  async close(why = 'closed'): Promise<void> {
    this.#closing ??= why;
    const { pid, stdin } = this.#child ?? {};
    if (pid === undefined) return;
    stdin?.end();
    await Promise.race([this.#ended.promise, pause(LEAVE_MS)]);
    await killGroup(pid);
    this.#finish(this.#closing);
  }

  #read(chunk: Buffer): void {
    if (this.#closing !== undefined) return;
    try {
      this.#buffer.append(chunk);
    } catch (error) {
      this.#giveUp(chunk.toString('utf8'), error);
      return;
    }
    for (;;) {
      let message: JSONRPCMessage | null;
      try {
        message = this.#buffer.readMessage();
      } catch (error) {
        this.#strayLines += 1;
        this.#stray(excerptOf(error));
        if (this.#strayLines <= MOST_STRAY_LINES) continue;
        this.#giveUp('', error);
        return;
      }
      if (message === null) return;
      this.onmessage?.(message);
    }
  }

  #hear(text: string): void {
    this.#stderr.add(text);
    this.#stderrLines.add(text);
  }

  #stray(excerpt: string): void {
    this.#strayExcerpt ||= excerpt;
    this.#watcher.strayed(excerpt);
  }

  #giveUp(text: string, error: unknown): void {
    if (text !== '') this.#stray(text.slice(0, LONGEST_STRAY_EXCERPT));
    this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    void this.close();
  }

  async #afterExit(child: ChildProcess, end: string): Promise<void> {
    await Promise.race([new Promise((resolve) => child.once('close', resolve)), pause(LAST_WORDS_MS)]);
    this.#finish(this.#closing ?? end);
    // What it left running in the background goes with it.
    if (child.pid !== undefined) await killGroup(child.pid);
  }

  #finish(end: string): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#stderrLines.end();
    this.#watcher.ended(end);
    this.#ended.resolve();
    for (const stream of [this.#child?.stdin, this.#child?.stdout, this.#child?.stderr]) stream?.destroy();
    this.onclose?.();
  }
}

/** JSON's own error quotes what it could not read. */
function excerptOf(error: unknown): string {
  return error instanceof SyntaxError ? error.message.slice(0, LONGEST_STRAY_EXCERPT) : 'JSON that is no message of MCP';
}

function pause(ms: number): Promise<void> {
  return delay(ms, undefined, { ref: false });
}
