import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/lib/appError';
import type { SandboxMode } from '../../shared/session/sandbox';
import { killGroup, spawnInGroup } from '../platform/childProcesses';
import { BoundedOutput } from './boundedOutput';
import { withoutControlSequences } from './controlSequences';
import { shellProgram, watchStart } from './shellProgram';

export type ShellCommand = {
  readonly command: string;
  readonly workDir: string;
  readonly timeoutMs: number;
  readonly sandbox: SandboxMode;
  /** Given all output once it is too much for `output`. */
  readonly keepOutput?: ((text: string) => Promise<void> | undefined) | undefined;
  /** Shows the shell to people, who may `stop` it, until the returned function is called. */
  readonly onStart?: ((shell: { readonly pid: number | null; readonly stop: () => Promise<void> }) => () => void) | undefined;
};

export type ShellOutcome = {
  /** Standard output and standard error, as they came but for what steers a terminal: the beginning and the end of it. */
  readonly output: string;
  /** `null` when it was ended by the time limit, by a signal or by a person. */
  readonly exitCode: number | null;
  readonly isTimeUp: boolean;
  /** By a person. */
  readonly isStopped: boolean;
};

const HEAD_LIMIT = 30_000;
const TAIL_LIMIT = 60_000;
/** A program that left its process group can hold the pipes open; it is not waited for longer. */
const DRAIN_LIMIT_MS = 500;

/**
 * Runs a command in a shell and process group of its own. When it ends, runs out of time or is aborted, the whole group is ended before this settles,
 * with whatever the command left running in the background. Rejects with the signal's reason, or with the system's error when there is no bash. A sandbox
 * that is not there or does not start is `TOOL_FAILED`, and nothing has run.
 */
export async function runShellCommand(
  { command, workDir, timeoutMs, sandbox, keepOutput, onStart }: ShellCommand,
  signal: AbortSignal,
): Promise<ShellOutcome> {
  signal.throwIfAborted();
  const timeUp = AbortSignal.timeout(timeoutMs);
  const { program, args, environment, statusStream } = shellProgram(command, workDir, sandbox);
  const child = spawnInGroup(program, args, {
    cwd: workDir,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', ...(statusStream === undefined ? [] : (['pipe'] as const))],
  });
  const hasStarted = statusStream === undefined ? () => true : watchStart(child.stdio[statusStream]);
  const output = new BoundedOutput(HEAD_LIMIT, TAIL_LIMIT, keepOutput);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) gather(stream, output, child);
  }

  const ended = Promise.withResolvers<number | null>();
  child.once('error', ended.reject);
  child.once('exit', ended.resolve);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const shown = show(child.pid ?? null, onStart);
  const stop = AbortSignal.any([signal, timeUp, shown.stopped]);
  const onStop = () => ended.resolve(null);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    const exitCode = await ended.promise;
    if (child.pid !== undefined) await killGroup(child.pid);
    await Promise.race([closed, delay(DRAIN_LIMIT_MS, undefined, { ref: false })]);
    signal.throwIfAborted();
    const isEnded = exitCode === null;
    if (!isEnded && !hasStarted()) throw sandboxFailure(output.toString());
    return { output: output.toString(), exitCode, isTimeUp: timeUp.aborted && isEnded, isStopped: shown.stopped.aborted && isEnded };
  } finally {
    shown.end();
    stop.removeEventListener('abort', onStop);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

/** A program that prints faster than its output can be kept is made to wait. What is left when it has ended is little, and taken at once. */
function gather(stream: Readable, output: BoundedOutput, child: ChildProcess): void {
  const plain = withoutControlSequences();
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  child.once('exit', () => stream.resume());
  stream.setEncoding('utf8').on('data', (text: string) => {
    const room = output.add(plain(text));
    if (!room || hasEnded()) return;
    stream.pause();
    room.then(() => stream.resume());
  });
}

function sandboxFailure(words: string): AppError {
  const sentence = `The sandbox for commands could not start, so nothing was run: ${words.trim()}`;
  return new AppError('TOOL_FAILED', `${sentence}\nA person can mend bubblewrap, or turn the sandbox off in Settings.`);
}

/** What people see of a shell, and the signal that fires when they stop it. */
function show(pid: number | null, onStart: ShellCommand['onStart']): { readonly stopped: AbortSignal; end(): void } {
  const stopped = new AbortController();
  const gone = Promise.withResolvers<void>();
  const stop = () => {
    stopped.abort();
    return gone.promise;
  };
  const hide = onStart?.({ pid, stop });
  return {
    stopped: stopped.signal,
    end() {
      gone.resolve();
      hide?.();
    },
  };
}
