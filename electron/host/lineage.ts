import { AppError } from '../../shared/lib/appError';
import type { Session, SessionMetadata } from '../../shared/session/session';
import type { SessionStore } from '../sessions/ports';

/** So many levels of work may be started from within each other (semantics.md, section 6). */
export const MAX_NESTING = 3;

/** The session and those it was started from, nearest first. `metadata`: that of the session, where it is known. */
export function lineageOf(store: Pick<SessionStore, 'get'>, sessionId: string, metadata?: SessionMetadata): readonly string[] {
  const lineage = [sessionId];
  const parentOf = (id: string) => store.get(id)?.metadata.parentSessionId;
  let id = metadata ? metadata.parentSessionId : parentOf(sessionId);
  for (; id !== undefined && !lineage.includes(id); id = parentOf(id)) lineage.push(id);
  return lineage;
}

/** The sessions that tool calls of a session began, last used first; not those of steps, which belong to the runs that such calls began. */
export function sessionsWithin(store: Pick<SessionStore, 'get' | 'overview'>, sessionId: string): readonly Session[] {
  const runId = store.get(sessionId)?.metadata.runId;
  return store.overview().flatMap(({ id, parentId }) => {
    const found = parentId === sessionId ? readableSession(store, id) : [];
    return found.filter(({ metadata }) => metadata.parentCallId !== undefined && metadata.runId === runId);
  });
}

/** The session, unless it is damaged or gone: lists open without it. */
export function readableSession(store: Pick<SessionStore, 'get'>, id: string): readonly Session[] {
  try {
    const session = store.get(id);
    return session ? [session] : [];
  } catch {
    return [];
  }
}

/** Throws a sentence for the model when the session is nested as deep as can be, and so may start nothing more. */
export function refuseTooDeep(store: Pick<SessionStore, 'get'>, sessionId: string): void {
  if (lineageOf(store, sessionId).length <= MAX_NESTING) return;
  throw new AppError(
    'INVALID_INPUT',
    `This is already ${MAX_NESTING} levels of work within work, and there can be no more. Nothing was run. Do the rest yourself, with your own tools.`,
  );
}
