import { z } from 'zod';
import { AppError } from '../../shared/lib/appError';
import type { SandboxMode } from '../../shared/session/sandbox';
import type { Tool } from '../sessions/ports';
import { tool } from './customTool';
import { runShellCommand, type ShellCommand, type ShellOutcome } from './shellCommand';

const DEFAULT_LIMIT_MS = 120_000;
const LONGEST_LIMIT_MS = 600_000;

/**
 * Not the SDK's shell: that one goes on between calls, so nothing bounds what it leaves behind, a resumed session could not have it back, and
 * a missing work directory ends the host. Here each call has its own shell, whose process group is gone when the call is answered.
 * `sandbox` is asked at each call.
 */
export function createBashTool(sandbox: () => SandboxMode): Tool {
  return tool(
    {
      name: 'bash',
      description: [
        'Run a bash command in the work directory. Each call starts a new shell there: cd, variables and background jobs do not outlive it.',
        'The result is standard output and standard error together.',
        `The command is ended after ${DEFAULT_LIMIT_MS / 1000} s unless timeout_ms says otherwise.`,
      ].join(' '),
      inputSchema: z.object({
        command: z.string().min(1),
        timeout_ms: z.int().min(1).max(LONGEST_LIMIT_MS).optional().describe(`Time limit in milliseconds, at most ${LONGEST_LIMIT_MS}`),
      }),
    },
    async ({ command, timeout_ms = DEFAULT_LIMIT_MS }, { workDir, signal, keepOutput, showProcess }) => {
      const onStart: ShellCommand['onStart'] =
        showProcess && ((shell) => showProcess({ name: 'bash', command, folder: workDir, ...shell }));
      const shell = { command, workDir, timeoutMs: timeout_ms, sandbox: sandbox(), keepOutput, onStart };
      const outcome = await runShellCommand(shell, signal).catch((error: unknown) => {
        throw isMissingProgram(error) ? new AppError('TOOL_FAILED', 'There is no bash on this machine, so no command can be run.') : error;
      });
      const output = outcome.output.trimEnd();
      if (outcome.exitCode === 0) return output;
      throw new AppError('TOOL_FAILED', `${output}\n[${endOf(outcome, timeout_ms)}]`.trimStart());
    },
  );
}

function endOf({ exitCode, isTimeUp, isStopped }: ShellOutcome, timeoutMs: number): string {
  if (isStopped) return 'stopped by the person at the screen, with everything it had started';
  if (isTimeUp) return `stopped after ${timeoutMs} ms, with everything it had started`;
  return exitCode === null ? 'ended by a signal' : `exit status ${exitCode}`;
}

function isMissingProgram(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
