import { useMemo } from 'react';
import { BUILT_IN_TOOLS, RUN_WORKFLOW_TOOL } from '../../../shared/catalog/tools';
import type { ChildRun } from '../../../shared/ipc/contract/runs';
import type { SessionSummary } from '../../../shared/ipc/contract/sessions';
import { useHostQuery } from '../../host/useHostQuery';
import type { TranscriptEntry } from './transcript';

/** What one tool call started. */
export type Started = { readonly runs: readonly ChildRun[]; readonly sessions: readonly SessionSummary[] };

/** What the tool calls of a session started, by call. Asks nothing for a conversation whose calls cannot have started anything. */
export function useStarted(sessionId: string, entries: readonly TranscriptEntry[]): ReadonlyMap<string, Started> {
  const mayStart = (tools: ReadonlySet<string>) =>
    sessionId !== '' && entries.some((entry) => entry.kind === 'tool' && !tools.has(entry.name));
  const canHaveRuns = mayStart(STARTS_NOTHING);
  const canHaveSessions = mayStart(STARTS_NO_SESSION);
  const { data: runs } = useHostQuery(
    async (client, signal) => (canHaveRuns ? client.runs.children({ sessionId }, signal) : NONE),
    [sessionId, canHaveRuns],
    canHaveRuns ? (client, signal) => client.runs.changes({}, signal) : undefined,
  );
  const { data: sessions } = useHostQuery(
    async (client, signal) => (canHaveSessions ? client.sessions.startedBy({ id: sessionId }, signal) : NONE),
    [sessionId, canHaveSessions],
    canHaveSessions ? (client, signal) => client.sessions.changes({}, signal) : undefined,
  );
  return useMemo(() => byCall(runs ?? NONE, sessions ?? NONE), [runs, sessions]);
}

function byCall(runs: readonly ChildRun[], sessions: readonly SessionSummary[]): ReadonlyMap<string, Started> {
  const runsOf = Map.groupBy(runs, (run) => run.parentCallId);
  const sessionsOf = Map.groupBy(sessions, ({ metadata }) => metadata.parentCallId ?? '');
  const calls = new Set([...runsOf.keys(), ...sessionsOf.keys()]);
  return new Map([...calls].map((call) => [call, { runs: runsOf.get(call) ?? NONE, sessions: sessionsOf.get(call) ?? NONE }]));
}

/** Whether calls of these tools can have started runs or sessions. */
export function mayHaveStarted(toolNames: readonly string[]): boolean {
  return toolNames.some((name) => !STARTS_NOTHING.has(name));
}

const NONE: readonly never[] = [];
const STARTS_NOTHING: ReadonlySet<string> = new Set(BUILT_IN_TOOLS.map(({ name }) => name));
const STARTS_NO_SESSION: ReadonlySet<string> = new Set([...STARTS_NOTHING, RUN_WORKFLOW_TOOL.name]);
