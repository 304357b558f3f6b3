import { stricterMode } from '../../shared/session/bounds';
import type { SessionStore, ToolContext } from '../sessions/ports';
import { refuseTooDeep } from './lineage';
import type { StartRun } from './runs';

/** A run as a tool call starts it: stored under the call, in the call's folder, with no looser permissions, and rehearsed where the caller is. */
export function asChildRun(store: Pick<SessionStore, 'get'>, call: ToolContext, request: StartRun): StartRun {
  refuseTooDeep(store, call.sessionId);
  const isRehearsal = store.get(call.sessionId)?.settings.provider === 'rehearsal';
  return {
    ...request,
    workDir: request.workDir ?? call.workDir,
    permissionMode: stricterMode(request.permissionMode ?? call.permissionMode, call.permissionMode),
    rehearse: request.rehearse || isRehearsal,
    parent: { sessionId: call.sessionId, callId: call.callId },
  };
}
