import type { z } from 'zod';
import { AppError, type AppErrorCode, isAbort, isAppError } from '../lib/appError';
import type { Json } from '../lib/json';
import type { WireError } from './port';

/** How a failure crosses: expected ones whole, bugs as `INTERNAL` without a word of what is inside (that stays in the host's log). */
export function toWireError(error: unknown): WireError {
  if (isAbort(error)) return { code: 'ABORTED', message: 'This was cancelled.' };
  if (!isAppError(error))
    return { code: 'INTERNAL', message: 'Something went wrong in Stepgraph itself. Its log says what; please report it.' };
  return { code: error.code, message: error.message, ...(error.details !== undefined && { details: error.details }) };
}

/** The other way round. Codes are those of a host of the same protocol version, which the greeting has checked. */
export function fromWireError(error: { code: string; message: string; details?: Json | undefined }): AppError {
  return new AppError(error.code as AppErrorCode, error.message, error.details);
}

/** What was wrong with the input of a call, with the place of each fault; where all there is to say is whole sentences for people, these alone. */
export function invalidInput(path: string, issues: readonly z.core.$ZodIssue[]): AppError {
  const details = issues.map((issue) => ({ code: issue.code ?? 'custom', path: issue.path.map(String), message: issue.message }));
  const isSaid = details.every(({ message }) => /^\p{Lu}.*\.$/u.test(message));
  if (isSaid) return new AppError('INVALID_INPUT', details.map(({ message }) => message).join(' '), details);
  const places = details.map((detail) => `${detail.path.join('.') || 'input'}: ${detail.message}`);
  return new AppError('INVALID_INPUT', `${path} was called with something it does not take. ${places.slice(0, 3).join('; ')}`, details);
}

export const disconnected = () =>
  new AppError('DISCONNECTED', 'The connection to Stepgraph was lost. It is tried again by itself; wait a moment.');

export const cancelled = () => new AppError('ABORTED', 'This was cancelled.');
