import type { Json } from './json';

/**
 * Every class of expected failure. The code is for programs; the message that goes with it is a sentence for the person at
 * the screen and says what to do next. Anything that is not an `AppError` is a bug.
 */
export type AppErrorCode =
  | 'INVALID_WORKFLOW' // details: WorkflowProblem[]
  | 'INVALID_PARAMETERS' // details: ParameterProblem[]
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'BUSY'
  | 'ABORTED'
  | 'TIMEOUT'
  | 'AUTHENTICATION'
  | 'PERMISSION_DENIED'
  | 'RATE_LIMITED'
  | 'OVERLOADED'
  | 'NETWORK'
  | 'BAD_RESPONSE' // the model server answered something that is not the Messages API
  | 'MODEL_REJECTED' // the model server refused the request: 400, 404, 413
  | 'MAX_TURNS'
  | 'TOOL_FORBIDDEN' // a tool call in `single` mode
  | 'TOOL_FAILED'
  | 'MCP_FAILED'
  | 'STORE_FAILED' // details: { takesNothing: true } where the disk does
  | 'DISCONNECTED'
  | 'UNAUTHORIZED'
  | 'INTERNAL';

/** An expected failure with a class, a sentence and data. */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  constructor(
    readonly code: AppErrorCode,
    message: string,
    readonly details?: Json,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}

/** True for our own abort error and for the DOMException that platform APIs throw. */
export function isAbort(error: unknown): boolean {
  return (isAppError(error) && error.code === 'ABORTED') || (error instanceof Error && error.name === 'AbortError');
}

/** The disk takes nothing any more, whatever is written: what goes on from here could not be told later. */
export function takesNothing(error: unknown): boolean {
  return isAppError(error) && error.code === 'STORE_FAILED' && Object(error.details).takesNothing === true;
}

/** Only these can be helped by trying again (semantics.md, section 2, retries). */
const RETRYABLE: ReadonlySet<AppErrorCode> = new Set(['RATE_LIMITED', 'OVERLOADED', 'NETWORK', 'TIMEOUT']);

/** How long the one who refused wants to be left alone, in milliseconds; 0 when it did not say. */
export function retryAfterMs(error: unknown): number {
  const { retryAfterMs: asked } = Object(isAppError(error) ? error.details : undefined);
  return typeof asked === 'number' && asked > 0 ? asked : 0;
}

export function isRetryable(error: unknown): boolean {
  return isAppError(error) && RETRYABLE.has(error.code);
}
