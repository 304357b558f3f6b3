import { z } from 'zod';
import { type AppErrorCode, isAppError } from '../../shared/lib/appError';
import { createRedactor } from '../platform/redact';
import { type ExitStatus, UsageError } from './verb';

/** Codes that mean: what was typed or given is wrong, or cannot be done as things stand, and nothing was begun. */
const INVALID: ReadonlySet<AppErrorCode> = new Set(['INVALID_WORKFLOW', 'INVALID_PARAMETERS', 'INVALID_INPUT', 'NOT_FOUND', 'CONFLICT']);

/** A definition or its parameters are wrong; each line names a place. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** What to say on stderr, without secrets, and the exit status. What is expected is a sentence; anything else is a bug and shown whole. */
export function describeFailure(error: unknown): { status: ExitStatus; lines: readonly string[] } {
  const { status, lines } = describe(error);
  return { status, lines: lines.map(createRedactor(process.env)) };
}

function describe(error: unknown): { status: ExitStatus; lines: readonly string[] } {
  if (error instanceof UsageError) return { status: 2, lines: error.problems };
  if (error instanceof InvalidInput) return { status: 2, lines: error.lines };
  if (!isAppError(error)) return { status: 1, lines: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  const problems = problemList.safeParse(error.details);
  return { status: INVALID.has(error.code) ? 2 : 1, lines: problems.success ? problems.data : [error.message] };
}

/** The problems that `INVALID_WORKFLOW` and `INVALID_PARAMETERS` carry, a line each. */
const problemList = z
  .array(z.object({ message: z.string(), path: z.string().optional() }))
  .min(1)
  .transform((problems) => problems.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`)));
