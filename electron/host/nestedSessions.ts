import { AppError } from '../../shared/lib/appError';
import { stricterMode } from '../../shared/session/bounds';
import type { SessionMetadata } from '../../shared/session/session';
import type { SessionStore, ToolContext } from '../sessions/ports';
import type { NewSession, SendOptions, SessionManager } from '../sessions/sessionManager';
import type { CallScope } from './callScope';
import { lineageOf, refuseTooDeep } from './lineage';

export type NestingPorts = { readonly store: Pick<SessionStore, 'get'>; readonly calls: CallScope };

/**
 * The same sessions; those made and used inside a tool call are children of the calling session. Their turns take no place of their own,
 * end with the call, and have no looser permissions than it.
 */
export function nestedSessions(sessions: SessionManager, { store, calls }: NestingPorts): SessionManager {
  const asChild = (session: NewSession, call: ToolContext): NewSession => {
    refuseTooDeep(store, call.sessionId);
    const isRehearsal = store.get(call.sessionId)?.settings.provider === 'rehearsal';
    const permissionMode = stricterMode(session.settings.permissionMode, call.permissionMode);
    return {
      ...session,
      settings: { ...session.settings, permissionMode, ...(isRehearsal && { provider: 'rehearsal' }) },
      metadata: { ...childMetadata(call), ...session.metadata },
    };
  };
  const nested = (id: string, options: SendOptions): SendOptions => {
    const call = calls.current();
    if (!call) return options;
    if (lineageOf(store, call.sessionId).includes(id)) throw waitsForItself();
    const mode = options.settings?.permissionMode ?? sessions.resume(id).settings.permissionMode;
    return {
      ...options,
      isNested: true,
      signal: options.signal ? AbortSignal.any([options.signal, call.signal]) : call.signal,
      settings: { ...options.settings, permissionMode: stricterMode(mode, call.permissionMode) },
    };
  };
  return {
    ...sessions,
    async create(session) {
      const call = calls.current();
      return sessions.create(call ? asChild(session, call) : session);
    },
    send: async (id, input, options = {}) => sessions.send(id, input, nested(id, options)),
    continueTurn: async (id, options = {}) => sessions.continueTurn(id, nested(id, options)),
  };
}

/** What belongs to a step of a run belongs to the run, and goes when it is deleted. */
function childMetadata({ sessionId, callId, metadata }: ToolContext): SessionMetadata {
  const { runId, stepId, workflowName } = metadata;
  return {
    ...(runId !== undefined && { runId }),
    ...(stepId !== undefined && { stepId }),
    ...(workflowName !== undefined && { workflowName }),
    parentSessionId: sessionId,
    parentCallId: callId,
  };
}

function waitsForItself(): AppError {
  return new AppError(
    'BUSY',
    'This session waits for the tool call that sends to it, so the two would wait for ever. Use another session.',
  );
}
