import { Readable } from 'node:stream';
import { AppError } from '../../shared/lib/appError';
import type { SandboxMode } from '../../shared/session/sandbox';
import { bubblewrapArguments, findBubblewrap, planBubblewrap } from '../platform/bubblewrap';
import { childEnvironment } from '../platform/childEnvironment';

/** What is started for a shell command: a shell, or the sandbox that starts one. */
export type ShellProgram = {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: { readonly [name: string]: string };
  /** The stream, after the usual three, on which a sandbox tells whether it has started the shell. */
  readonly statusStream?: number;
};

const SHELL = ['bash', '--noprofile', '--norc', '-c'];
const STATUS_STREAM = 3;
const LONGEST_STATUS = 4_096;
const NO_SANDBOX =
  'Commands are to run in a sandbox, and bubblewrap is not installed here, so nothing was run. A person can install it, or turn the sandbox off in Settings.';

/** `TOOL_FAILED` when a sandbox is wanted and there is none: what was to be kept in runs nowhere else. */
export function shellProgram(command: string, workDir: string, sandbox: SandboxMode): ShellProgram {
  const environment = childEnvironment({ TERM: 'dumb' });
  const [program = '', ...args] = [...SHELL, command];
  if (sandbox === 'off') return { program, args, environment };
  const bubblewrap = findBubblewrap();
  if (bubblewrap === undefined) throw new AppError('TOOL_FAILED', NO_SANDBOX);
  return {
    program: bubblewrap,
    args: [
      ...bubblewrapArguments(planBubblewrap(workDir, sandbox === 'offline')),
      ...['--json-status-fd', String(STATUS_STREAM), '--', program, ...args],
    ],
    environment: { ...environment, TMPDIR: '/tmp' },
    statusStream: STATUS_STREAM,
  };
}

/** Whether a sandbox has started its shell, once it has ended: it tells the shell's exit status then, and only then. */
export function watchStart(status: unknown): () => boolean {
  let text = '';
  if (!(status instanceof Readable)) return () => false;
  status.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-LONGEST_STATUS);
  });
  return () => text.includes('"exit-code"');
}
