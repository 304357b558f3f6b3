import { isAppError } from '../../shared/lib/appError';

/** What to tell the person about a failure. Expected ones speak for themselves; anything else is a bug, logged whole. */
export function messageOf(error: unknown): string {
  if (isAppError(error)) return error.message;
  console.error(error);
  return 'Something went wrong in this window. If it does so again, reload it; what you typed is stored.';
}
