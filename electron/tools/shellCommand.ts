import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from '../platform/childEnvironment';
import { killGroup, spawnInGroup } from '../platform/childProcesses';
import { BoundedOutput } from './boundedOutput';

export type ShellCommand = { readonly command: string; readonly workDir: string; readonly timeoutMs: number };

export type ShellOutcome = {
  /** Standard output and standard error, as they came. */
  readonly output: string;
  /** `null` when it was ended by the time limit or by a signal. */
  readonly exitCode: number | null;
  readonly isTimeUp: boolean;
};

const HEAD_LIMIT = 30_000;
const TAIL_LIMIT = 60_000;
/** A program that left its process group can hold the pipes open; it is not waited for longer. */
const DRAIN_LIMIT_MS = 500;

/**
 * Runs a command in a shell and process group of its own. When it ends, runs out of time or is aborted, the whole group is ended before this settles,
 * with whatever the command left running in the background. Rejects with the signal's reason, or with the system's error when there is no bash.
 */
export async function runShellCommand({ command, workDir, timeoutMs }: ShellCommand, signal: AbortSignal): Promise<ShellOutcome> {
  signal.throwIfAborted();
  const timeUp = AbortSignal.timeout(timeoutMs);
  const child = spawnInGroup('bash', ['--noprofile', '--norc', '-c', command], {
    cwd: workDir,
    env: childEnvironment({ TERM: 'dumb' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = new BoundedOutput(HEAD_LIMIT, TAIL_LIMIT);
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => output.add(text));

  const ended = Promise.withResolvers<number | null>();
  child.once('error', ended.reject);
  child.once('exit', ended.resolve);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const stop = AbortSignal.any([signal, timeUp]);
  const onStop = () => ended.resolve(null);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    const exitCode = await ended.promise;
    if (child.pid !== undefined) await killGroup(child.pid);
    await Promise.race([closed, delay(DRAIN_LIMIT_MS, undefined, { ref: false })]);
    signal.throwIfAborted();
    return { output: output.toString(), exitCode, isTimeUp: timeUp.aborted && exitCode === null };
  } finally {
    stop.removeEventListener('abort', onStop);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}
