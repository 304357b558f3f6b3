import { z } from 'zod';
import type { Json } from '../../shared/lib/json';
import { checkedJson, readableRows } from './checkedJson';
import { type PackedJson, packJson } from './packedJson';
import type { RunAttempt } from './records';
import type { AttemptRepository } from './store';
import type { StoreContext } from './storeContext';

const KEPT_ATTEMPTS = 500;
const DEFAULT_LIMIT = 50;

type AttemptRow = { readonly at: string; readonly source: string; readonly workflow_name: string; readonly problems: PackedJson };

const problemsSchema: z.ZodType<Json> = z.json();

/** Refused tries to start a run, the newest few hundred. */
export function createAttempts({ db, write, log }: StoreContext): AttemptRepository {
  const insert = db.prepare('INSERT INTO attempts (at, source, workflow_name, problems) VALUES (?, ?, ?, ?)');
  const forgetOld = db.prepare(`DELETE FROM attempts WHERE number <= (SELECT max(number) FROM attempts) - ${KEPT_ATTEMPTS}`);
  const newest = db.prepare<[number], AttemptRow>('SELECT at, source, workflow_name, problems FROM attempts ORDER BY number DESC LIMIT ?');
  return {
    add(attempt) {
      const problems = packJson(attempt.problems);
      return write(() => {
        insert.run(attempt.at, attempt.source, attempt.workflowName, problems);
        forgetOld.run();
      });
    },
    list: (limit = DEFAULT_LIMIT) => readableRows(newest.all(limit), rowToAttempt, log),
  };
}

function rowToAttempt(row: AttemptRow): RunAttempt {
  return {
    at: row.at,
    source: row.source,
    workflowName: row.workflow_name,
    problems: checkedJson(row.problems, problemsSchema, `attempt of ${row.at}`),
  };
}
