import type { Json } from '../../shared/lib/json';
import type { RunEvent, RunEventType, RunFact } from '../../shared/run/events';
import { damagedRow } from './storeError';

export type EventRow = { readonly seq: number; readonly timestamp: string; readonly fact: string };

/** Complete by type: a new kind of event is a compile error here. */
const KNOWN_TYPES: { readonly [type in RunEventType]: true } = {
  'workflow.start': true,
  'step.start': true,
  'step.text': true,
  'step.tool.start': true,
  'step.tool.done': true,
  'step.permission': true,
  'step.retry': true,
  'step.usage': true,
  'step.done': true,
  'workflow.done': true,
};

export function eventToRow(event: RunEvent): EventRow {
  const { runId: _, seq, timestamp, ...fact } = event;
  return { seq, timestamp, fact: JSON.stringify(fact) };
}

/** `STORE_FAILED` for a row that holds no event. */
export function rowToEvent(runId: string, row: EventRow): RunEvent {
  return { ...parseFact(row.fact, `event ${row.seq} of run ${runId}`), runId, seq: row.seq, timestamp: row.timestamp };
}

function parseFact(text: string, what: string): RunFact {
  let fact: Json;
  try {
    fact = JSON.parse(text);
  } catch (error) {
    throw damagedRow(what, error);
  }
  if (
    typeof fact !== 'object' ||
    fact === null ||
    !('type' in fact) ||
    typeof fact.type !== 'string' ||
    !Object.hasOwn(KNOWN_TYPES, fact.type)
  ) {
    throw damagedRow(what);
  }
  // Sound: only `eventToRow` writes here, and a damaged page that still parses as an event of a known type is not to be told from a whole one.
  return fact as RunFact;
}
