import type Database from 'better-sqlite3';
import type { StartedWithin } from '../../shared/run/state';
import { addCost, addUsage } from '../../shared/run/usage';
import { metadataValue } from './metadataValue';
import { RUN_FAMILY } from './runFamily';
import { columnsToUsage, type UsageColumns } from './runRows';

type SumRow = UsageColumns & { readonly count: number; readonly cost_usd: number | null };

/** One price that is not known makes the sum unknown: SQL's own sum would leave it out. */
const sumsOf = (table: 'runs' | 'sessions'): string => `count(*) AS count,
  coalesce(sum(${table}.input_tokens), 0) AS input_tokens, coalesce(sum(${table}.output_tokens), 0) AS output_tokens,
  coalesce(sum(${table}.cache_read_tokens), 0) AS cache_read_tokens, coalesce(sum(${table}.cache_write_tokens), 0) AS cache_write_tokens,
  CASE WHEN count(${table}.cost_usd) = count(*) THEN coalesce(sum(${table}.cost_usd), 0) END AS cost_usd`;

const PARENT_CALL = metadataValue('parentCallId');
/** A session that a call began, as an agent's; one of a step that the same call's run began counts with that run, whose usage holds it. */
const BEGAN_BY_ITSELF = `${PARENT_CALL} IS NOT NULL AND ${PARENT_CALL} IS NOT runs.parent_call_id`;

/** What the steps of a run started, however deep. */
export function createStartedWithin(db: Database.Database): (runId: string) => StartedWithin {
  const runs = db.prepare<[string, string], SumRow>(
    `${RUN_FAMILY} SELECT ${sumsOf('runs')} FROM runs JOIN family USING (number) WHERE runs.id <> ?`,
  );
  const sessions = db.prepare<[string], SumRow>(
    `${RUN_FAMILY} SELECT ${sumsOf('sessions')}
     FROM sessions JOIN family ON run_id = family.id JOIN runs ON runs.number = family.number WHERE ${BEGAN_BY_ITSELF}`,
  );
  return (runId) => {
    const ofRuns = runs.get(runId, runId);
    const ofSessions = sessions.get(runId);
    if (!ofRuns || !ofSessions) throw new Error('A sum without a row');
    return {
      runs: ofRuns.count,
      sessions: ofSessions.count,
      usage: addUsage(columnsToUsage(ofRuns), columnsToUsage(ofSessions)),
      costUsd: addCost(ofRuns.cost_usd, ofSessions.cost_usd),
    };
  };
}
