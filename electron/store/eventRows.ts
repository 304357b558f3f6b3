import type { RunEvent, RunEventType } from '../../shared/run/events';
import { damagedRow } from './storeError';

export type EventRow = { readonly seq: number; readonly event: string };

/** Complete by type: a new kind of event is a compile error here. */
const KNOWN_TYPES: { readonly [type in RunEventType]: true } = {
  'workflow.start': true,
  'step.start': true,
  'step.text': true,
  'step.tool.start': true,
  'step.tool.done': true,
  'step.permission': true,
  'step.warning': true,
  'step.retry': true,
  'step.usage': true,
  'step.done': true,
  'workflow.done': true,
};

/** Whole, though the key stands beside it: taking it out costs more time than it saves in space. */
export function eventToRow(event: RunEvent): EventRow {
  return { seq: event.seq, event: JSON.stringify(event) };
}

/** `STORE_FAILED` for a row that does not hold this event. */
export function rowToEvent(runId: string, row: EventRow): RunEvent {
  const what = `event ${row.seq} of run ${runId}`;
  const event = parse(row.event, what);
  if (!isEvent(event) || event.runId !== runId || event.seq !== row.seq) throw damagedRow(what);
  return event;
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damagedRow(what, error);
  }
}

/** Looks no deeper: only `eventToRow` writes here, and runs have tens of thousands of events. */
function isEvent(value: unknown): value is RunEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    Object.hasOwn(KNOWN_TYPES, value.type)
  );
}
