import type { ChildRun } from '../../shared/ipc/contract/runs';
import { stricterMode } from '../../shared/session/bounds';
import type { SessionStore, ToolContext } from '../sessions/ports';
import type { RunRepository } from '../store/store';
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

/** The runs that tool calls of a session started, oldest first. */
export function childRunsOf(store: Pick<RunRepository, 'list' | 'get'>, sessionId: string): readonly ChildRun[] {
  const { runs } = store.list({ parentSessionId: sessionId, limit: MOST_CHILDREN });
  return runs
    .map((summary) => ({ ...summary, parentCallId: store.get(summary.runId)?.parentCallId ?? '' }))
    .sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

/** More than any session starts by itself; a tool's own code may start as many as it likes. */
const MOST_CHILDREN = 200;
