import { useMemo } from 'react';
import { BUILT_IN_TOOLS } from '../../../shared/catalog/tools';
import type { ChildRun } from '../../../shared/ipc/contract/runs';
import { useHostQuery } from '../../host/useHostQuery';
import type { TranscriptEntry } from './transcript';

/** Runs by the tool call that started them. Asks nothing for a conversation whose calls cannot have started any. */
export function useChildRuns(sessionId: string, entries: readonly TranscriptEntry[]): ReadonlyMap<string, readonly ChildRun[]> {
  const canHaveRuns = sessionId !== '' && entries.some((entry) => entry.kind === 'tool' && !STARTS_NOTHING.has(entry.name));
  const { data } = useHostQuery(
    async (client, signal) => (canHaveRuns ? client.runs.children({ sessionId }, signal) : NONE),
    [sessionId, canHaveRuns],
    canHaveRuns ? (client, signal) => client.runs.changes({}, signal) : undefined,
  );
  return useMemo(() => Map.groupBy(data ?? NONE, (run) => run.parentCallId), [data]);
}

const NONE: readonly ChildRun[] = [];
const STARTS_NOTHING: ReadonlySet<string> = new Set(BUILT_IN_TOOLS.map(({ name }) => name));
